/**
 * The status of a study. `active`: trials are started. `paused`: none is started until the study is resumed, and
 * workers wait. `stopped`: none is started until the study is resumed, and workers end. Running trials are not
 * interrupted.
 */
export type StudyStatus = 'active' | 'paused' | 'stopped'
