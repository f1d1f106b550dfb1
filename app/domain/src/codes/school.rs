//! Schools: 办学类型, 学段, 学制 (GB/T 33782 table 4, JY/T 1001).

use super::code_list;

code_list! {
    /// 学段
    Stage {
        /// 1–6 (六三) or 1–5 (五四)
        Primary = "1" "小学",
        /// to 9
        Junior = "2" "初中",
        /// 10–12
        Senior = "3" "普通高中",
    }
}

code_list! {
    /// 学制: how nine compulsory years are divided.
    SchoolSystem {
        /// six years of primary, three of junior
        SixThree = "63" "六三制",
        /// five years of primary, four of junior
        FiveFour = "54" "五四制",
    }
}

impl SchoolSystem {
    /// Grades of a stage in this system, absolute, first and last.
    pub fn grades(self, stage: Stage) -> (u8, u8) {
        let primary = match self {
            Self::SixThree => 6,
            Self::FiveFour => 5,
        };
        match stage {
            Stage::Primary => (1, primary),
            Stage::Junior => (primary + 1, 9),
            Stage::Senior => (10, 12),
        }
    }
}

code_list! {
    /// 办学类型
    SchoolType {
        Primary = "211" "小学",
        TeachingPoint = "218" "小学教学点",
        AttachedPrimary = "219" "附设小学班",
        JuniorMiddle = "311" "初级中学",
        NineYear = "312" "九年一贯制学校",
        AttachedJunior = "319" "附设普通初中班",
        CompleteMiddle = "341" "完全中学",
        SeniorMiddle = "342" "高级中学",
        TwelveYear = "345" "十二年一贯制学校",
        AttachedSenior = "349" "附设普通高中班",
        ReformSchool = "371" "工读（专门）学校",
        BlindSchool = "511" "盲人学校",
        DeafSchool = "512" "聋人学校",
        IntellectualSchool = "513" "培智学校",
        OtherSpecial = "514" "其他特殊教育学校",
        AttachedSpecial = "519" "附设特教班",
    }
}

impl SchoolType {
    /// The stages this kind of school offers, in order.
    pub fn stages(self) -> &'static [Stage] {
        use Stage::{Junior, Primary, Senior};
        match self {
            Self::Primary | Self::TeachingPoint | Self::AttachedPrimary => &[Primary],
            Self::JuniorMiddle | Self::AttachedJunior | Self::ReformSchool => &[Junior],
            Self::NineYear => &[Primary, Junior],
            Self::CompleteMiddle => &[Junior, Senior],
            Self::SeniorMiddle | Self::AttachedSenior => &[Senior],
            Self::TwelveYear => &[Primary, Junior, Senior],
            Self::BlindSchool
            | Self::DeafSchool
            | Self::IntellectualSchool
            | Self::OtherSpecial
            | Self::AttachedSpecial => &[Primary, Junior],
        }
    }

    /// The stages a school of this kind may have: the usual ones, and what the law lets it add. A special school may have a senior
    /// stage (残疾人教育条例), a reform school carries out the whole of compulsory education and may have a senior stage (专门学校).
    pub fn possible_stages(self) -> &'static [Stage] {
        match self {
            Self::BlindSchool
            | Self::DeafSchool
            | Self::IntellectualSchool
            | Self::OtherSpecial
            | Self::ReformSchool => Stage::ALL,
            other => other.stages(),
        }
    }

    /// Whether a school of this kind may have just these stages, in order. Of an ordinary school the kind says them; a special or a
    /// reform school has one or more of those it may have.
    pub fn may_have(self, stages: &[Stage]) -> bool {
        let in_order = stages.is_sorted_by(|one, next| one < next);
        let possible = self.possible_stages();
        let free = possible != self.stages() || self.is_special();
        let known = !stages.is_empty() && stages.iter().all(|stage| possible.contains(stage));
        in_order && known && (free || stages == self.stages())
    }

    /// Whether this is a class attached to a school of another kind (附设班): no school by itself.
    pub fn is_attached(self) -> bool {
        matches!(
            self,
            Self::AttachedPrimary | Self::AttachedJunior | Self::AttachedSenior | Self::AttachedSpecial
        )
    }

    /// Whether this is a special education school or class (特殊教育): its pupils have a disability and are not 随班就读.
    pub fn is_special(self) -> bool {
        matches!(
            self,
            Self::BlindSchool
                | Self::DeafSchool
                | Self::IntellectualSchool
                | Self::OtherSpecial
                | Self::AttachedSpecial
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{SchoolType, Stage};
    use std::collections::BTreeSet;

    #[test]
    fn article_2_all_kinds_of_schools_are_there_and_each_has_its_stages() {
        let every: BTreeSet<Stage> = SchoolType::ALL.iter().flat_map(|kind| kind.stages()).copied().collect();
        assert_eq!(every, Stage::ALL.iter().copied().collect(), "小学、初中、普通高中");
        for kind in SchoolType::ALL {
            let stages = kind.stages();
            assert!(!stages.is_empty() && stages.is_sorted(), "{}", kind.label());
            assert!(kind.may_have(stages) && !kind.may_have(&[]), "{}", kind.label());
            let special =
                ["盲人", "聋人", "培智", "特殊", "特教"].iter().any(|word| kind.label().contains(word));
            assert_eq!(kind.is_special(), special, "特殊教育学校: {}", kind.label());
        }
        assert!(SchoolType::ALL.iter().any(|kind| kind.label().contains("工读")), "工读学校");
    }

    #[test]
    fn article_2_special_and_reform_schools_have_what_stages_they_need_and_others_what_their_kind_says() {
        use Stage::{Junior, Primary, Senior};
        let all = [Primary, Junior, Senior];
        let free = [SchoolType::BlindSchool, SchoolType::OtherSpecial, SchoolType::ReformSchool];
        for kind in free {
            for stages in [&all[..], &[Junior], &[Senior], &[Primary, Junior], &[Junior, Senior]] {
                assert!(kind.may_have(stages), "{} {stages:?}", kind.label());
            }
            assert!(
                !kind.may_have(&[Junior, Primary]) && !kind.may_have(&[Junior, Junior]),
                "in order, once"
            );
        }
        assert!(SchoolType::AttachedSpecial.may_have(&[Primary]));
        assert!(!SchoolType::AttachedSpecial.may_have(&all), "an attached class has no senior stage");
        assert!(
            !SchoolType::NineYear.may_have(&[Primary]) && !SchoolType::Primary.may_have(&[Primary, Junior])
        );
    }
}
