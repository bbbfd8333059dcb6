/** The id of a study in its storage. A study that is deleted and created again under the same name gets a new id. */
export type StudyId = string
