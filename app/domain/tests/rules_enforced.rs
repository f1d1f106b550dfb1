//! No rule is only words: for each one it is said which file acts on it and which test shows what it does. A rule that is added and
//! not enforced does not compile here; one whose enforcement or test goes away fails.

use domain::rules::RuleKey;
use std::path::Path;

/// Where a rule acts.
struct Enforced {
    /// The file, outside of `rules`, unless the rule is about other rules.
    file: &'static str,
    /// What stands in it: the rule itself, or what the rules offer of it.
    by: &'static str,
    /// The file of the test.
    test: &'static str,
    /// The test.
    name: &'static str,
}

const KINDS: &str = "app/domain/src/case/tests/kinds.rs";
const PROVINCES: &str = "app/domain/src/case/tests/provinces.rs";
const RULES: &str = "app/domain/src/rules/tests.rs";
const CHAIN: &str = "app/domain/src/case/chain.rs";
const TRANSFER: &str = "app/domain/src/case/transfer.rs";
const SUSPENSION: &str = "app/domain/src/case/suspension.rs";
const WITHDRAWAL: &str = "app/domain/src/case/withdrawal.rs";
const WARNING: &str = "app/domain/src/warning/tests.rs";
const SERVICE: &str = "server/registry/tests/service";

const BARS: &str =
    "article_11_a_province_bars_transfers_by_ground_grade_time_and_size_and_the_refusal_names_its_rule";
const HOW_LONG: &str = "article_19_the_province_says_how_long_when_and_why_and_for_how_much_longer";
const GRADES: &str =
    "article_11_a_grade_is_repeated_or_skipped_only_where_the_province_allows_it_and_up_to_its_cap";
const STEPS: &str = "article_14_a_step_and_a_mend_have_the_days_that_the_province_gives_without_its_days_off";
const YEAR: &str = "articles_13_and_14_the_nations_year_is_what_the_nation_has_decided";
const STAND: &str = "article_14_the_chain_follows_from_where_the_two_schools_stand";
const EARLY: &str = "article_19_who_comes_back_early_enters_the_own_grade_where_the_province_says_so";
const OVERDUE: &str = "article_19_a_suspension_that_has_run_out_is_a_withdrawal_where_the_province_says_so_and_never_in_compulsory_education";
const HOSPITAL: &str = "article_19_each_ground_is_proven_and_the_province_says_by_which_hospital";
const LEAVING: &str = "article_11_pupils_of_a_leaving_year_do_not_repeat_where_the_province_says_so";
const ABSENT: &str = "article_22_how_many_days_of_absence_make_a_withdrawal_is_the_provinces_to_say";
const AUGUST: &str = "article_11_a_window_like_the_second_half_of_august_is_open_beside_the_edges_of_a_term";
const INDICATORS: &str = "article_24_every_indicator_looks_at_its_own_thresholds";
const SET: &str = "article_24_a_province_sets_its_thresholds_and_the_minimum";

/// Exhaustive: who adds a rule says here where it acts.
#[rustfmt::skip]
fn enforced(key: RuleKey) -> Enforced {
    use RuleKey as K;
    let at = |file, by, test, name| Enforced { file, by, test, name };
    match key {
        K::RegulationVersion => at("app/domain/src/rules/mod.rs", "RuleKey::RegulationVersion", RULES, "article_7_the_regulation_of_2025_gives_two_months_for_the_archive"),
        K::FileDeadlineMonths => at("server/registry/src/person/enter.rs", "RuleKey::FileDeadlineMonths", "server/registry/tests/service/rules.rs", "article_29_a_province_proposes_a_version_and_its_leader_approves_it"),
        K::StepWorkingDays => at("app/domain/src/case/mod.rs", "RuleKey::StepWorkingDays", PROVINCES, STEPS),
        K::MendWorkingDays => at("app/domain/src/case/decide.rs", "RuleKey::MendWorkingDays", PROVINCES, STEPS),
        K::DaysOff => at("server/registry/src/calendar/mod.rs", ".calendar(&national)", PROVINCES, STEPS),
        K::TermDates => at(TRANSFER, "rules.transfer_time(", RULES, AUGUST),
        K::AgeCutoff => at("app/domain/src/case/registration.rs", "RuleKey::AgeCutoff", "app/domain/src/case/registration.rs", "article_11_who_enters_grade_one_is_six_by_the_provinces_day"),
        K::KeyFieldsExtra => at("app/domain/src/case/correction.rs", "RuleKey::KeyFieldsExtra", PROVINCES, "article_10_a_province_makes_other_items_key_data"),
        K::ExtraColumns => at("server/registry/src/archive/file.rs", ".extra_columns()", "server/registry/tests/service/archive.rs", "article_7_a_provinces_own_items_are_asked_checked_and_counted"),
        K::ClassSizeMax => at(TRANSFER, "RuleKey::ClassSizeMax", KINDS, BARS),
        K::CertificateNumber => at("app/domain/src/case/completion.rs", "RuleKey::CertificateNumber", KINDS, "article_13_a_number_is_typed_in_the_form_of_the_province"),
        K::ReviewOpenDays => at("app/domain/src/review/owed.rs", "RuleKey::ReviewOpenDays", "app/domain/src/review/tests.rs", "article_24_a_review_is_owed_by_the_provinces_day_until_one_is_opened"),
        K::AccessHourMax => at("server/registry/src/access_log/record.rs", "RuleKey::AccessHourMax", "server/registry/tests/service/too_many_looks.rs", "article_25_an_account_that_copies_is_shown_nothing_more_until_the_next_hour"),
        K::AccessMedianTimes => at("server/registry/src/access_log/record.rs", "RuleKey::AccessMedianTimes", "app/domain/src/access_log/tests.rs", "article_25_unusual_is_above_the_hour_or_far_above_ones_own_day"),
        K::TransferGrounds => at(TRANSFER, "RuleKey::TransferGrounds", KINDS, BARS),
        K::TransferWithin => at(TRANSFER, "RuleKey::TransferWithin", PROVINCES, "article_11_nobody_changes_schools_within_a_township_where_the_province_says_so"),
        K::TransferBarred => at(TRANSFER, "RuleKey::TransferBarred", KINDS, BARS),
        K::TransferBarredScope => at(TRANSFER, "RuleKey::TransferBarredScope", KINDS, BARS),
        K::TransferWindows => at(TRANSFER, "rules.transfer_time(", RULES, AUGUST),
        K::TransferTermEdge => at(TRANSFER, "rules.transfer_time(", RULES, AUGUST),
        K::TransferGradeKept => at("app/domain/src/case/systems.rs", "RuleKey::TransferGradeKept", "app/domain/src/case/tests/systems.rs", "article_14_no_school_changes_the_grade_where_the_province_keeps_it"),
        K::TransferSeniorCity => at(CHAIN, "RuleKey::TransferSeniorCity", CHAIN, STAND),
        K::TransferProvinceJoins => at(CHAIN, "RuleKey::TransferProvinceJoins", CHAIN, STAND),
        K::SuspensionMinMonths => at(SUSPENSION, "RuleKey::SuspensionMinMonths", KINDS, HOW_LONG),
        K::SuspensionMaxMonths => at(SUSPENSION, "RuleKey::SuspensionMaxMonths", KINDS, HOW_LONG),
        K::SuspensionExtensionMonths => at("app/domain/src/case/extension.rs", "RuleKey::SuspensionExtensionMonths", KINDS, HOW_LONG),
        K::SuspensionBarred => at(SUSPENSION, "RuleKey::SuspensionBarred", KINDS, HOW_LONG),
        K::SuspensionGrounds => at(SUSPENSION, "RuleKey::SuspensionGrounds", KINDS, HOW_LONG),
        K::SuspensionHospital => at(SUSPENSION, "RuleKey::SuspensionHospital", PROVINCES, HOSPITAL),
        K::SuspensionOverdue => at("app/domain/src/case/resumption.rs", "RuleKey::SuspensionOverdue", PROVINCES, OVERDUE),
        K::ReturnGrade => at("app/domain/src/case/resumption.rs", "RuleKey::ReturnGrade", KINDS, HOW_LONG),
        K::ReturnEarlyOwn => at("app/domain/src/case/resumption.rs", "RuleKey::ReturnEarlyOwn", PROVINCES, EARLY),
        K::RepeatStages => at("app/domain/src/case/grade.rs", "RuleKey::RepeatStages", KINDS, GRADES),
        K::RepeatCap => at("app/domain/src/case/grade.rs", "RuleKey::RepeatCap", KINDS, GRADES),
        K::RepeatSpecialNeeds => at("app/domain/src/case/grade.rs", "RuleKey::RepeatSpecialNeeds", KINDS, GRADES),
        K::RepeatLeaving => at("app/domain/src/case/grade.rs", "RuleKey::RepeatLeaving", PROVINCES, LEAVING),
        K::SkipStages => at("app/domain/src/case/grade.rs", "RuleKey::SkipStages", KINDS, GRADES),
        K::SkipPerStage => at("app/domain/src/case/grade.rs", "RuleKey::SkipPerStage", KINDS, GRADES),
        K::FollowUpUntil => at("app/domain/src/follow_up/mod.rs", "RuleKey::FollowUpUntil", "app/domain/src/follow_up/tests.rs", "article_22_the_compulsory_years_are_nine_school_years_or_last_until_sixteen_where_the_province_says_so"),
        K::DropoutSuspectDays => at("server/registry/src/warning/measure.rs", "RuleKey::DropoutSuspectDays", "server/registry/tests/service/warning.rs", "article_22_a_drop_out_is_warned_of_once_it_is_suspected"),
        K::DropoutConfirmDays => at("app/domain/src/case/dropout.rs", "RuleKey::DropoutConfirmDays", KINDS, "article_22_a_drop_out_is_confirmed_after_the_days_of_the_rule_with_follow_ups_and_only_in_compulsory_years"),
        K::WithdrawConsecutive => at(WITHDRAWAL, "RuleKey::WithdrawConsecutive", PROVINCES, ABSENT),
        K::WithdrawCumulative => at(WITHDRAWAL, "RuleKey::WithdrawCumulative", PROVINCES, ABSENT),
        K::SeniorLateDays => at(WITHDRAWAL, "RuleKey::SeniorLateDays", PROVINCES, "article_11_who_has_entered_senior_high_and_does_not_come_loses_the_place_where_the_province_says_so"),
        K::WarnOutflow | K::WarnSuspensions | K::WarnDropouts | K::WarnProblems | K::WarnOverdueCases | K::WarnOverdueLetters
        | K::WarnLateArchives => at("app/domain/src/warning/mod.rs", ".levels(indicator.rule())", WARNING, INDICATORS),
        K::WarnExamWindows => at("server/registry/src/warning/night.rs", "RuleKey::WarnExamWindows", "server/registry/tests/service/warning.rs", "article_24_suspensions_are_looked_at_while_examinations_stand_ahead"),
        K::WarnMinimum => at("app/domain/src/warning/mod.rs", "RuleKey::WarnMinimum", WARNING, SET),
        K::TransferFreeze => at(TRANSFER, "RuleKey::TransferFreeze", PROVINCES, YEAR),
        K::LeaverFreeze => at("app/domain/src/case/change.rs", "RuleKey::LeaverFreeze", PROVINCES, YEAR),
        K::LeaverClearing => at("server/registry/src/watch/mod.rs", "RuleKey::LeaverClearing", "server/registry/tests/service/watch.rs", "article_13_unfinished_business_of_leavers_is_cleared_in_july_and_that_of_others_stays"),
        K::GraduationDeadline => at("app/domain/src/case/completion.rs", "RuleKey::GraduationDeadline", PROVINCES, YEAR),
        K::PromotionDay => at("server/registry/src/promotion/mod.rs", "RuleKey::PromotionDay", "server/registry/tests/service/promotion.rs", "article_12_the_system_promotes_once_and_names_who_is_kept"),
        K::CheckSheetWindows => at("server/registry/src/problem/sheet.rs", "RuleKey::CheckSheetWindows", "server/registry/tests/service/check_sheet.rs", "article_6_the_nation_sends_a_sheet_to_both_provinces_and_each_answers_in_the_window_of_the_nations_year"),
        K::CrossProvinceEntry => at("app/domain/src/case/progression.rs", "RuleKey::CrossProvinceEntry", PROVINCES, YEAR),
    }
}

fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn article_11_every_rule_acts_somewhere_and_a_test_shows_how() {
    for key in RuleKey::ALL {
        let Enforced { file, by, test, name } = enforced(*key);
        let (name_of_it, source, tests) = (key.key(), read(file), read(test));
        let about_rules = matches!(key, RuleKey::RegulationVersion);
        assert!(
            !file.contains("/rules/") || about_rules,
            "{name_of_it}: the rules do not enforce themselves"
        );
        assert!(source.contains(by), "{name_of_it}: {file} has no {by}");
        // Tests of the same file come after what they test.
        let acts = source.split("mod tests {").next().unwrap_or_default();
        assert!(acts.contains(by), "{name_of_it}: only tests of {file} name it");
        let body = tests
            .split_once(&format!("fn {name}("))
            .unwrap_or_else(|| panic!("{name_of_it}: no test {name} in {test}"))
            .1;
        let body = body.split("\nfn ").next().unwrap_or_default();
        // What lies in domain is shown with a value of the rule's own; of services the name of the test is enough.
        let through_the_indicator = name == INDICATORS;
        let of_a_figure = matches!(key, RuleKey::AccessMedianTimes);
        let shown = body.contains(&format!("RuleKey::{key:?}")) || through_the_indicator || of_a_figure;
        assert!(test.starts_with(SERVICE) || shown || test == CHAIN, "{name_of_it}: {name} does not set it");
    }
}
