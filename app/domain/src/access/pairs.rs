//! Which accounts one natural person may not have at the same time (不相容岗位): a table, asked when an account is made, confirmed or
//! opened again.

use super::Role;
use crate::id::UnitId;
use crate::refusal::{Basis, Refusal, RefusalCode};

/// How the units of two accounts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In one unit.
    SameUnit,
    /// In any two units, or in one.
    Anywhere,
}

use Role::{AuditAdmin, Leader, Official, Registrar, SecurityAdmin, SystemAdmin};

const ADMINS: &[Role] = &[SystemAdmin, SecurityAdmin, AuditAdmin];
const HANDLING: &[Role] = &[Registrar, Leader, Official];

/// Any of the first with any of the second, there, and why.
const FORBIDDEN: [(&[Role], &[Role], Where, &str); 3] = [
    (ADMINS, HANDLING, Where::Anywhere, "管理员不得兼任办理学籍业务的岗位"),
    (ADMINS, ADMINS, Where::Anywhere, "系统、安全、审计管理员不得由同一人兼任，一人也不得在两个单位任管理员"),
    (HANDLING, HANDLING, Where::SameUnit, "同一单位的经办、审批和查阅岗位不得由同一人兼任"),
];

/// Why one person may not have these two accounts; none when he may. A registrar of two small schools is no forbidden pair, nor is a
/// parent who works in one: guardians' accounts are in no row.
pub fn forbidden_pair(one: (Role, &UnitId), other: (Role, &UnitId)) -> Option<&'static str> {
    let same = one.1 == other.1;
    let row = FORBIDDEN.iter().find(|(a, b, place, _)| {
        let roles =
            (a.contains(&one.0) && b.contains(&other.0)) || (a.contains(&other.0) && b.contains(&one.0));
        roles && (same || *place == Where::Anywhere)
    });
    row.map(|row| row.3)
}

/// Refuses a role for a person who has another account.
///
/// # Errors
/// `identity`, with the reason of the table.
pub fn compatible(one: (Role, &UnitId), other: (Role, &UnitId)) -> Result<(), Refusal> {
    forbidden_pair(one, other).map_or(Ok(()), |why| {
        let what = format!("这个人已有{}账号：{why}。", other.0.label());
        let remedy = "请由另一人担任，或先由安全管理员封存原来的账号。";
        Err(Refusal::new(RefusalCode::Identity, Basis::Article(25), what, remedy))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_two_of_one_unit_and_no_administrator_is_anything_else() {
        let (here, there): (UnitId, UnitId) = ("320102".parse().unwrap(), "320104".parse().unwrap());
        for one in Role::ALL {
            for other in Role::ALL {
                let both_staff = one.is_staff() && other.is_staff();
                let handling = |role: Role| matches!(role, Registrar | Leader | Official);
                assert_eq!(
                    forbidden_pair((one, &here), (other, &here)).is_some(),
                    both_staff,
                    "{one:?} and {other:?} of one unit"
                );
                assert_eq!(
                    forbidden_pair((one, &here), (other, &there)).is_some(),
                    both_staff && !(handling(one) && handling(other)),
                    "{one:?} and {other:?} of two units"
                );
                assert_eq!(
                    forbidden_pair((one, &here), (other, &there)),
                    forbidden_pair((other, &there), (one, &here)),
                    "the table does not ask which came first"
                );
            }
        }
    }
}
