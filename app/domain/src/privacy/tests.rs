use super::*;
use crate::account::Role;
use crate::id::AccountId;
use crate::matter::Party;
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

fn everything() -> Vec<Item> {
    let fields = Field::ALL.iter().copied().map(Item::Form);
    fields.chain(EntryKind::ALL.iter().copied().map(Item::Entry)).collect()
}

#[test]
fn article_25_every_item_of_the_form_and_every_archive_kind_has_one_class_with_its_ground() {
    for item in everything() {
        let rows: Vec<_> = TABLE.iter().filter(|row| row.items.contains(&item)).collect();
        assert_eq!(rows.len(), 1, "{item:?}");
        assert!(!rows[0].ground.is_empty() && !rows[0].purpose.is_empty());
        let once = rows[0].items.iter().filter(|other| **other == item).count();
        assert_eq!(once, 1, "{item:?}");
    }
    assert_eq!(TABLE.iter().map(|row| row.items.len()).sum::<usize>(), 74 + EntryKind::ALL.len());
}

#[test]
fn article_25_nothing_optional_is_mandatory_key_data_or_an_archive_kind() {
    for row in TABLE {
        assert_eq!(row.class == Class::Optional, row.ground.contains("同意"), "{}", row.title);
    }
    let optional: Vec<Field> = optional_items().collect();
    assert_eq!(optional.len(), 9);
    for field in optional {
        assert!(!field.mandatory() && !field.is_key(), "{field:?} must be filled whatever the guardian says");
    }
    for kind in EntryKind::ALL {
        assert_eq!(Item::Entry(*kind).row().unwrap().class, Class::Statutory);
        let number = ["", "一", "二", "三", "四", "五", "六", "七"][kind.category().item() as usize];
        let ground = Item::Entry(*kind).row().unwrap().ground;
        assert!(ground.contains(&format!("第七条第{number}项")), "{kind:?}: {ground}");
    }
}

/// Whoever changes the table gives the notice a new version and writes the new digest here.
#[test]
fn the_version_of_the_notice_belongs_to_this_table() {
    let digest = Sha256::digest(format!("{TABLE:?}"));
    let short: String = digest[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((NOTICE_VERSION, short.as_str()), ("2026.3", "fcae5198"));
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn party(role: Role) -> Party {
    Party {
        account: AccountId::new(uuid::Uuid::from_u128(1)),
        name: "王芳".into(),
        role,
        unit: None,
        unit_name: String::new(),
        ties: crate::matter::Ties::none(),
    }
}

fn command(kind: ConsentKind, paper: Option<(&str, Option<&str>)>) -> ConsentCommand {
    let paper = paper.map(|(name, on)| (name.to_owned(), on.map(day)));
    ConsentCommand { kind, notice: NOTICE_VERSION.into(), paper }
}

fn codes(result: Result<ConsentAct, Vec<Refusal>>) -> Vec<String> {
    result.unwrap_err().into_iter().map(|one| one.code.to_string()).collect()
}

#[test]
fn article_25_a_consent_changes_something_and_names_the_notice_that_was_read() {
    let today = day("2026-11-26");
    let parent = party(Role::Guardian);
    for standing in Consent::ALL {
        for kind in [ConsentKind::Given, ConsentKind::Withdrawn] {
            let told = decide(standing, &command(kind, None), &parent, today);
            match told {
                Ok(act) => {
                    assert_ne!(kind.leads_to(), standing);
                    assert_eq!((act.way, act.guardian.as_str(), act.said_on), (Way::Online, "王芳", today));
                    assert_eq!(act.notice, NOTICE_VERSION);
                }
                Err(wrong) => {
                    assert_eq!(kind.leads_to(), standing);
                    assert_eq!(wrong[0].code, RefusalCode::Consent);
                }
            }
        }
    }
    let stale = ConsentCommand { notice: "2020.1".into(), ..command(ConsentKind::Given, None) };
    assert_eq!(codes(decide(Consent::Unrecorded, &stale, &parent, today)), ["notice"]);
    // Nobody has to read a new notice in order to withdraw.
    let stale = ConsentCommand { kind: ConsentKind::Withdrawn, ..stale };
    assert!(decide(Consent::Given, &stale, &parent, today).is_ok());
}

#[test]
fn article_25_paper_needs_a_name_and_a_day_and_is_entered_by_the_school() {
    let today = day("2026-11-26");
    let registrar = party(Role::Registrar);
    let given = |paper| command(ConsentKind::Given, Some(paper));
    let of = |paper| decide(Consent::Unrecorded, &given(paper), &registrar, today);
    assert_eq!(codes(of(("", None))), ["guardian", "signed_on"]);
    assert_eq!(codes(of(("李强", Some("2026-11-27")))), ["signed_on"]);
    let act = of(("李强", Some("2026-09-01"))).unwrap();
    assert_eq!((act.way, act.guardian.as_str(), act.recorded_on), (Way::Paper, "李强", today));
    let online = command(ConsentKind::Given, None);
    assert_eq!(codes(decide(Consent::Unrecorded, &online, &registrar, today)), ["consent"]);
    let paper = given(("李强", Some("2026-09-01")));
    assert_eq!(codes(decide(Consent::Unrecorded, &paper, &party(Role::Guardian), today)), ["consent"]);
}

#[test]
fn a_report_sorts_ages_by_year_of_birth_and_covers_numbers_in_reasons() {
    let years = [(2010, 1), (2011, 2), (2012, 4), (2013, 8), (2020, 16)];
    assert_eq!(AuditReport::ages(day("2026-01-05"), 14, &years), (24, 4));
    assert_eq!(AuditReport::ages(day("2026-12-31"), 18, &years), (31, 0));
    assert_eq!(tidy_reason(" 核对 320102201909010011 的转学材料 "), "核对 ****** 的转学材料");
    assert_eq!(tidy_reason("2026年核对12345"), "2026年核对12345");
    let today = day("2026-11-26");
    assert!(may_report(2026, today).is_ok() && may_report(2025, today).is_ok());
    for year in [2024, 2027] {
        assert_eq!(may_report(year, today).unwrap_err().code, RefusalCode::Year);
    }
}

#[test]
fn values_are_erased_fifteen_days_after_a_withdrawal() {
    assert_eq!(erased_on(day("2026-09-07")), day("2026-09-22"));
}

#[test]
fn after_a_withdrawal_a_guardian_is_not_asked_for_optional_items() {
    let asked = |consent| correctable(consent).collect::<Vec<_>>();
    assert!(asked(Consent::Given).iter().any(|field| is_optional(*field)));
    assert_eq!(asked(Consent::Given), asked(Consent::Unrecorded));
    let left = asked(Consent::Withdrawn);
    assert!(!left.is_empty() && left.iter().all(|field| !is_optional(*field) && field.guardian_may_ask()));
}
