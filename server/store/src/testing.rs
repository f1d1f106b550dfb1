//! A store with tables that belong to nobody, for the tests of this crate.

use crate::contents::Contents;
use crate::schema::Schema;
use crate::totals::Counted;

/// Plain tables; a changed counter makes nothing necessary.
pub(crate) const CONTENTS: Contents = Contents {
    schema: Schema::with(&[
        ("person", "DEFINE TABLE IF NOT EXISTS `person` SCHEMALESS PERMISSIONS NONE;"),
        ("journal", "DEFINE TABLE IF NOT EXISTS `journal` SCHEMALESS PERMISSIONS NONE;"),
        ("access_look", "DEFINE TABLE IF NOT EXISTS `access_look` SCHEMALESS PERMISSIONS NONE;"),
        ("draft", "DEFINE TABLE IF NOT EXISTS `draft` SCHEMALESS PERMISSIONS NONE;"),
        ("tally", "DEFINE TABLE IF NOT EXISTS `tally` SCHEMALESS PERMISSIONS NONE;"),
    ]),
    counted: Counted { persons: "person", entries: "journal", looks: "access_look" },
    recount: |_, _, _, _| {},
};
