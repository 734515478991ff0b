//! Files on their way in and out again, at the registry itself: drafts, approval, batches, undo. SQLite or PostgreSQL.

mod support;

mod imports {
    mod batches;
    mod drafts;
    mod hostile;
    mod office;
    mod packages;
    mod partial;
    mod people;
    mod people_drafts;
    mod warnings;
}
