/**
 * Whether trials are started: `active`, yes; `paused`, not before somebody resumes the study, which all who run it wait
 * for; `stopped`, not before then either, and all who run it end. Trials that run are not interrupted.
 */
export type StudyStatus = 'active' | 'paused' | 'stopped'
