//! What is counted against whoever lets the day of a matter pass (第二十七条第八项, 第二十六条): one answer a kind, and no kind left out. Cases and
//! letters that are owed have rules of their own, which name items 1, 3, 4 and 6; what is listed here is every other duty with a day.

use crate::matter::MatterKind;

/// How the passing of a matter's day is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateCount {
    /// By the rule of its own kind, which says which item it is.
    ByOwnRule,
    /// Against whoever holds it: item 8 of a school, 第二十六条 of an authority.
    Counted {
        /// The article that lays the duty down.
        article: u8,
        /// What was to be done, in Chinese.
        duty: &'static str,
    },
    /// Against a unit that has to sign for what was sent to it: item 8, 第二十六条. That it was not sent is the letter's own rule.
    OfReceiver {
        /// The article that lays the duty down.
        article: u8,
        /// What was to be done, in Chinese.
        duty: &'static str,
    },
    /// Not counted; why.
    Not(&'static str),
}

impl LateCount {
    /// What a school owes once the years of a child who has dropped out are over (第二十二条): a follow-up ends with it.
    pub const CLOSES_RECORD: &'static str = "对义务教育年限届满的辍学学生办结学籍";

    /// The answer for a kind.
    pub fn of(kind: MatterKind) -> Self {
        use MatterKind as K;
        let counted = |article, duty| Self::Counted { article, duty };
        match kind {
            K::Case(_) => Self::ByOwnRule,
            K::Letter => Self::OfReceiver { article: 15, duty: "签收对方发来的公文和学籍档案" },
            K::Problem => counted(6, "对问题学籍举证、审查或者决定"),
            K::Disclosure => counted(25, "审批对外提供申请，或者登记接收方返还、销毁数据"),
            K::Review => counted(24, "办理本级学籍复核工作"),
            K::ReviewSchool => counted(24, "完成本学期学籍复核"),
            K::ReviewOwed => counted(24, "组织开展本学期学籍复核"),
            K::RegistrarHandOver => counted(23, "办结学籍管理员工作交接"),
            K::Warning => counted(24, "对监测预警作出处置说明"),
            K::FollowUp => counted(22, "每学期跟进劝返辍学学生"),
            K::AlarmInquiry => counted(25, "核查账号查阅异常"),
            K::Complaint => Self::Not("答复投诉的期限是本系统的默认值，逾期在督办中列明"),
            K::Violation => Self::Not("责令改正逾期由作出责令的机关报上一级，不另立一件"),
            K::Package => Self::Not("档案包随移交公文办理，逾期按公文计"),
            K::PaperHandOver => Self::Not("纸质档案移交没有另定期限，逾期按公文计"),
            K::AccountConfirmation | K::PaperLoan | K::Import => {
                Self::Not("单位内部事务，期限是本系统的默认值，条例没有规定")
            }
            K::BindingCode => Self::Not("绑定码到期自行失效"),
            K::Rules => Self::Not("实施细则草案到期不批准即不施行"),
            K::RegistrarReport | K::Bond | K::SchoolChange => Self::Not("没有规定期限"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matter::DueDay;

    #[test]
    fn article_27_what_has_a_day_is_counted_or_says_why_not_and_what_has_none_is_not_counted() {
        for kind in MatterKind::all() {
            let count = LateCount::of(kind);
            if kind.due_day() == DueDay::Open {
                assert!(matches!(count, LateCount::Not(_)), "{kind:?} has no day that could pass");
            }
            match count {
                LateCount::Counted { article, duty } | LateCount::OfReceiver { article, duty } => {
                    assert!((6..=25).contains(&article) && !duty.is_empty(), "{kind:?}");
                }
                LateCount::Not(why) => assert!(!why.is_empty(), "{kind:?}"),
                LateCount::ByOwnRule => assert!(matches!(kind, MatterKind::Case(_)), "{kind:?}"),
            }
        }
    }
}
