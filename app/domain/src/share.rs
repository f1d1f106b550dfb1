//! 比例: a share as it is told, rounded half up. What is rounded never says more than is so: all of it only where nothing is left, none of it
//! only where there is none.

/// `part` of `whole` in parts of `of` (100 for percent, 1000 for ‰), half rounded up; none of nothing. Less than the whole is never told as the whole,
/// and something never as nothing.
pub fn share(part: u64, whole: u64, of: u64) -> Option<u64> {
    if whole == 0 {
        return None;
    }
    if part >= whole {
        return Some(of);
    }
    if part == 0 {
        return Some(0);
    }
    let (part, whole, all) = (u128::from(part), u128::from(whole), u128::from(of));
    let rounded = u64::try_from((2 * part * all + whole) / (2 * whole)).unwrap_or(of);
    Some(rounded.min(of.saturating_sub(1)).max(1))
}

#[cfg(test)]
mod tests {
    use super::share;
    use proptest::prelude::*;

    #[test]
    fn a_share_is_rounded_half_up() {
        assert_eq!(share(35, 47, 1000), Some(745), "744.68");
        assert_eq!(share(1, 8, 100), Some(13), "12.5");
        assert_eq!(share(1, 3, 1000), Some(333));
        assert_eq!(share(0, 0, 100), None, "of nothing there is no share");
    }

    #[test]
    fn all_is_told_only_of_all_and_none_only_of_none() {
        assert_eq!(share(1999, 2000, 100), Some(99));
        assert_eq!(share(2000, 2000, 100), Some(100));
        assert_eq!(share(1, 2000, 100), Some(1));
        assert_eq!(share(0, 2000, 100), Some(0));
        assert_eq!(share(u64::MAX - 1, u64::MAX, 1000), Some(999));
    }

    proptest! {
        #[test]
        fn a_share_stands_between_none_and_all_and_is_off_by_a_half_at_most(part in 0_u64..5000, more in 0_u64..5000) {
            let whole = part + more;
            prop_assume!(whole > 0);
            let told = share(part, whole, 1000).unwrap();
            prop_assert_eq!(told == 1000, more == 0);
            prop_assert_eq!(told == 0, part == 0);
            if told > 1 && told < 999 {
                let (twice, exact) = (2 * told * whole, 2 * part * 1000);
                prop_assert!(twice.abs_diff(exact) <= whole);
            }
        }
    }
}
