/** The version of checkpoints. Any change of their content gets a new one; older checkpoints are then written again. */
export const CHECKPOINT_VERSION = 1
