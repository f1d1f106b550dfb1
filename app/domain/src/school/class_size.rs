//! 大班额: classes with more pupils than the ministry's statistics call a class of common size. What a transfer may join is a rule of its own
//! (`RuleKey::ClassSizeMax`), which a county may set lower.

/// The first number of pupils of a large class (大班额).
pub const LARGE_FROM: u64 = 56;
/// The first number of pupils of a very large one (超大班额).
pub const VERY_LARGE_FROM: u64 = 66;

/// What is said of the size of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassSize {
    /// 班级数: all with pupils on roll.
    All,
    /// 大班额: those with 56 pupils and more, the very large ones among them.
    Large,
    /// 超大班额: those with 66 and more.
    VeryLarge,
}

impl ClassSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::All, Self::Large, Self::VeryLarge];

    /// The counter of a school's classes of this size.
    pub fn counter(self) -> &'static str {
        match self {
            Self::All => "class_size|all",
            Self::Large => "class_size|large",
            Self::VeryLarge => "class_size|very_large",
        }
    }

    /// Whether a class with so many pupils is one.
    pub fn holds(self, pupils: u64) -> bool {
        let from = match self {
            Self::All => 1,
            Self::Large => LARGE_FROM,
            Self::VeryLarge => VERY_LARGE_FROM,
        };
        pupils >= from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_large_from_56_and_very_large_from_66() {
        let of = |pupils: u64| ClassSize::ALL.map(|size| size.holds(pupils));
        assert_eq!(of(0), [false; 3], "an empty class is none");
        assert_eq!([of(1), of(55)], [[true, false, false]; 2]);
        assert_eq!([of(56), of(65)], [[true, true, false]; 2]);
        assert_eq!(of(66), [true; 3]);
    }

    #[test]
    fn each_size_has_a_counter_of_its_own() {
        let counters: std::collections::BTreeSet<&str> =
            ClassSize::ALL.into_iter().map(ClassSize::counter).collect();
        assert_eq!(counters.len(), ClassSize::ALL.len());
        assert!(counters.iter().all(|counter| counter.starts_with("class_size|")));
    }
}
