//! What stands open: functions about the caller alone, and pages that everybody may read.

/// What is about the caller's own session, password or form, or told to everybody.
pub(super) const FOR_ALL: [&str; 25] = [
    "account_slip",
    "put_slip_away",
    "object_to_reset",
    "sign_in",
    "sign_out",
    "second_factor",
    "totp_confirm",
    "totp_proposal",
    "change_password",
    "guardian_sign_up",
    "guardian_recover",
    "add_child",
    "form_state",
    "landing",
    "channels",
    "message_setting",
    "choose_messages",
    "confirm_messages",
    "whoami",
    "check_print",
    "guide",
    "put_steps_away",
    "choose_table",
    "save_filter",
    "change_filter",
];

/// Pages and files everybody may open.
pub(super) const PUBLIC: [&str; 13] = [
    "/",
    "/sign-in",
    "/sign-in/second-factor",
    "/password",
    "/totp",
    "/account",
    "/privacy",
    "/guide",
    "/regulation",
    "/guardian/recover",
    "/guardian/sign-up",
    "/verify",
    "/verify/key",
];
