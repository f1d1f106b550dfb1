//! The tables of the register, one `.surql` file each, and what the store is told of them.

use crate::jobs;
use crate::store::{Contents, Counted, Schema};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../schema/", $name, ".surql")))),*]
    };
}

/// Every file, in the order in which it is applied; the store's own come before them. A file that changes is applied again: it must be
/// written with `OVERWRITE` or `IF NOT EXISTS`, and never touch data.
const FILES: &[(&str, &str)] = files![
    "unit",
    "office_phone",
    "division",
    "calendar_day",
    "rule_set",
    "account",
    "account_log",
    "login",
    "session",
    "attempt",
    "person",
    "identity",
    "population_ask",
    "number",
    "chain",
    "journal",
    "spell",
    "archive_copy",
    "archive_entry",
    "holdings_counted",
    "follow_up",
    "follow_up_duty",
    "promotion",
    "promoted",
    "case",
    "letter",
    "dossier",
    "paper_hand_over",
    "counter",
    "import",
    "import_row",
    "take_over",
    "take_over_row",
    "draft",
    "last_act",
    "binding",
    "bond",
    "recovery",
    "guardian_notice",
    "proof",
    "tally",
    "rollup",
    "figure_day",
    "flow",
    "problem",
    "problem_check",
    "violation",
    "warning",
    "warning_count",
    "warning_digest",
    "registrar",
    "registrar_hand_over",
    "registrar_report",
    "merge",
    "school_change",
    "school_life",
    "custody",
    "custody_moved",
    "printout",
    "certificate",
    "review",
    "review_school",
    "review_class",
    "review_pupil",
    "review_owed",
    "automatic",
    "disclosure",
    "access_look",
    "access_head",
    "access_day",
    "access_alarm",
    "alarm_inquiry",
    "complaint",
    "rating",
    "access_seal",
    "last_sign_in",
    "account_wait",
    "package",
    "key_directory",
    "consent",
    "privacy_report",
    "job",
    "clock_look",
    "probe",
    "matter",
    "matter_reminder",
    "message",
    "message_code",
    "message_choice",
    "table_choice",
];

/// What the store of a register holds.
pub(crate) const CONTENTS: Contents = Contents {
    schema: Schema::with(FILES),
    counted: Counted { persons: "person", entries: "journal", looks: "access_look" },
    recount: jobs::sum_again,
};

/// The tables of what people put in: all but the store's own bookkeeping of schema files and commits.
pub(crate) fn data_tables() -> impl Iterator<Item = &'static str> {
    CONTENTS.schema.data_tables()
}

/// A fingerprint of all files: two programs with the same one keep the same tables.
pub(crate) fn version() -> String {
    CONTENTS.schema.version()
}
