//! What is shown to whom, written down a second time: every role, ground and class, then every item of the form (第二十五条).

use super::*;
use crate::form::Field;
use crate::privacy::{Consent, Item, is_optional};
use Role::*;
use Shown::{Masked, Nothing, Whole};

const GROUNDS: [Ground; 8] = [
    Ground::Look(Mask::Figures),
    Ground::Look(Mask::Masked),
    Ground::Look(Mask::Working),
    Ground::Own,
    Ground::Turn,
    Ground::Reason,
    Ground::Sheet,
    Ground::Approval,
];

/// What the words of the house say, class by class.
fn expected(role: Role, ground: Ground, class: FieldClass) -> Shown {
    let works = matches!(role, Registrar | Leader);
    let sensitive = !matches!(class, FieldClass::Name | FieldClass::Plain);
    let filed = class == FieldClass::Filed;
    match ground {
        Ground::Look(Mask::Working) if works && (filed || !sensitive) => Whole,
        Ground::Look(Mask::Working) if works => Masked,
        Ground::Look(Mask::Masked) if filed => Nothing,
        Ground::Look(Mask::Masked) if works || role == Guardian => match class {
            FieldClass::Plain => Whole,
            _ => Masked,
        },
        Ground::Own if role == Guardian && class == FieldClass::Family => Masked,
        Ground::Own if role == Guardian && !filed => Whole,
        Ground::Turn if (works || role == Guardian) && !filed => Whole,
        Ground::Reason if works && !filed => Whole,
        Ground::Sheet if role == Registrar => Whole,
        Ground::Approval if matches!(role, Registrar | Official) && !filed => Whole,
        _ => Nothing,
    }
}

#[test]
fn article_25_every_role_on_every_ground_reads_of_every_class_what_the_table_says() {
    let mut seen = 0;
    for role in Role::ALL {
        for ground in GROUNDS {
            let reader = Reader { role, ground, consent: Consent::Given };
            for class in FieldClass::ALL {
                assert_eq!(
                    reader.class(class),
                    expected(role, ground, class),
                    "{role:?} {ground:?} {class:?}"
                );
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 7 * 8 * 7);
    for admin in [SystemAdmin, SecurityAdmin, AuditAdmin] {
        for ground in GROUNDS {
            let reader = Reader { role: admin, ground, consent: Consent::Given };
            assert!(Field::ALL.iter().all(|field| reader.shown(*field) == Nothing), "{admin:?} {ground:?}");
        }
    }
}

#[test]
fn article_25_every_item_has_the_class_its_row_of_the_notice_has() {
    for field in Field::ALL {
        let class = FieldClass::of(*field);
        assert_ne!(class, FieldClass::Filed, "{field:?}");
        let sensitive = !matches!(class, FieldClass::Name | FieldClass::Plain);
        assert_eq!(sensitive, field.is_sensitive(), "{field:?}");
        let row = Item::Form(*field).row().unwrap();
        // What the form masks the notice calls sensitive, but for ways of contact given by consent.
        assert!(row.sensitive || !sensitive || is_optional(*field), "{field:?} of {}", row.title);
        let title = match class {
            FieldClass::Identity => "身份",
            FieldClass::Contact => "联系",
            FieldClass::Circumstances => "处境",
            FieldClass::Family => "家庭成员",
            _ => "",
        };
        assert!(row.title.contains(title), "{field:?}: {class:?} under {}", row.title);
    }
}

#[test]
fn article_25_after_a_withdrawal_only_who_decides_a_running_case_reads_an_optional_item() {
    for role in Role::ALL {
        for ground in GROUNDS {
            let given = Reader { role, ground, consent: Consent::Given };
            let withdrawn = Reader { consent: Consent::Withdrawn, ..given };
            for field in Field::ALL {
                let gone = is_optional(*field) && ground != Ground::Turn;
                let expected = if gone { Nothing } else { given.shown(*field) };
                assert_eq!(withdrawn.shown(*field), expected, "{role:?} {ground:?} {field:?}");
            }
        }
    }
}

#[test]
fn article_25_a_name_in_a_list_is_whole_only_for_who_works_with_the_record() {
    assert_eq!(Mask::Working.name("王小明"), "王小明");
    assert_eq!(Mask::Masked.name("王小明"), "王**");
    assert_eq!(Mask::Figures.name("王小明"), "王**");
    assert_eq!(Mask::Masked.name("12"), "*");
}
