//! What a store is told of its contents by whoever keeps records in it.

use crate::schema::Schema;
use crate::totals::Counted;
use crate::unit_of_work::UnitOfWork;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What a changed counter of a school makes necessary: writes it into the work that changed it. It is given the school, an id nobody has
/// yet, and the moment.
pub type Recount = fn(&mut UnitOfWork, &str, Uuid, DateTime<Utc>);

/// The tables of a store, and what is done with two kinds of them. A constant of the program.
#[derive(Clone, Copy)]
pub struct Contents {
    /// The tables.
    pub schema: Schema,
    /// Those whose records are counted.
    pub counted: Counted,
    /// What a changed counter makes necessary.
    pub recount: Recount,
}
