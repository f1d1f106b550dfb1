//! Whose confirmation an account needs (账号确认): administrators of the account's unit, of the one above, and of the one above the
//! maker's, and of them only who is not the maker, nor the maker under another account.

use crate::id::{AccountId, UnitId};
use crate::org::OrgPath;
use crate::refusal::{Refusal, RefusalCode};

/// The units whose administrators may confirm an account of one unit that an administrator of another made. A unit with one
/// administrator is helped by the unit above it; the nation has none above and helps itself.
pub fn overseers(account: &OrgPath, maker: &OrgPath) -> Vec<UnitId> {
    let above = |path: &OrgPath| path.units().into_iter().rev().nth(1);
    let own = account.units().pop();
    let mut all: Vec<UnitId> = own.into_iter().chain(above(account)).chain(above(maker)).collect();
    all.sort();
    all.dedup();
    all
}

/// Every unit that may be among the [`overseers`] of an account, whoever made it: its maker is of the account's unit or of the one
/// above.
pub fn possible_overseers(account: &OrgPath) -> Vec<UnitId> {
    account.units().into_iter().rev().take(3).collect()
}

/// The units that take the place of these when the account's unit comes to answer to another one: its own stays, the one above and the one
/// above that are the new ones.
pub fn overseers_after(overseers: &[UnitId], old: &OrgPath, new: &OrgPath) -> Vec<UnitId> {
    let places: Vec<(UnitId, UnitId)> =
        possible_overseers(old).into_iter().zip(possible_overseers(new)).collect();
    let now = |unit: &UnitId| places.iter().find(|(before, _)| before == unit).map(|(_, now)| now.clone());
    let mut all: Vec<UnitId> =
        overseers.iter().map(|unit| now(unit).unwrap_or_else(|| unit.clone())).collect();
    all.sort();
    all.dedup();
    all
}

/// Refuses the confirmation of the maker, of the maker's other account, and of an account that the maker made, confirmed or reset of
/// late: each of them could be the maker. The other direction is no tie: who made the maker is above it.
///
/// # Errors
/// `own_making`.
pub fn not_its_maker(
    confirmer: AccountId,
    maker: AccountId,
    same_person: bool,
    administered_by: impl IntoIterator<Item = AccountId>,
) -> Result<(), Refusal> {
    let what = if confirmer == maker {
        "不能确认自己建立或申请重置的账号，也不能登记其培训。"
    } else if same_person {
        "您与建立或申请重置这个账号的管理员是同一人。"
    } else if administered_by.into_iter().any(|by| by == maker) {
        "您的账号在三十日内由同一名管理员建立、确认或重置，不能为其把关。"
    } else {
        return Ok(());
    };
    Err(Refusal::of(RefusalCode::OwnMaking, what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn path(codes: &[&str]) -> OrgPath {
        codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()))
    }

    #[test]
    fn the_unit_the_one_above_and_the_one_above_the_maker_oversee() {
        let county = ["320000", "320100", "320102"];
        let school = path(&[county.as_slice(), &["2132000101"]].concat());
        let told = |account: &OrgPath, maker: &OrgPath| {
            overseers(account, maker).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(told(&school, &path(&county)), ["2132000101", "320100", "320102"]);
        assert_eq!(told(&path(&county), &path(&county)), ["320100", "320102"]);
        assert_eq!(told(&OrgPath::root(), &OrgPath::root()), ["000000"], "nobody is above the nation");

        let possible: BTreeSet<UnitId> = possible_overseers(&school).into_iter().collect();
        let makers = [&school, &path(&county)];
        assert_eq!(possible, makers.iter().flat_map(|maker| overseers(&school, maker)).collect());
    }

    #[test]
    fn article_3_the_new_authority_oversees_in_the_place_of_the_old_one() {
        let below = |units: &[&str]| path(&[units, &["2132000101"]].concat());
        let places: [&[&str]; 4] = [
            &["320000", "320100", "320102"],
            &["320000", "320100", "320104"],
            &["320000", "320200"],
            &["320000"],
        ];
        for (old, new) in places.iter().flat_map(|old| places.iter().map(move |new| (*old, *new))) {
            let (before, after) = (below(old), below(new));
            // Whoever made it at the school, or above it, stands where the new authority stands.
            for (maker, now) in [(&before, &after), (&path(old), &path(new))] {
                let moved = overseers_after(&overseers(&before, maker), &before, &after);
                assert_eq!(moved, overseers(&after, now), "{old:?} {new:?}");
            }
        }
    }

    #[test]
    fn the_maker_his_other_account_and_his_creatures_confirm_nothing() {
        let [maker, other, third] = [1, 2, 3].map(|n| AccountId::new(Uuid::from_u128(n)));
        assert!(not_its_maker(maker, maker, false, []).is_err());
        assert!(not_its_maker(other, maker, true, []).is_err());
        assert!(not_its_maker(other, maker, false, [third, maker]).is_err());
        assert_eq!(not_its_maker(other, maker, false, [third]), Ok(()));
    }
}
