//! The kinds of case (事项).

use serde::{Deserialize, Serialize};

macro_rules! case_kinds {
    ($($(#[$doc:meta])* $variant:ident $key:literal $label:literal $wire:literal $article:literal,)*) => {
        /// The kinds of case. The numbers go into case numbers and are never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CaseKind { $($(#[$doc])* $variant,)* }

        impl CaseKind {
            /// Every kind.
            pub const ALL: [Self; [$($wire),*].len()] = [$(Self::$variant,)*];

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// Two digits in the case number.
            pub fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire,)* }
            }

            /// Stable name in the store and in addresses.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The article it serves.
            pub fn article(self) -> u8 {
                match self { $(Self::$variant => $article,)* }
            }
        }
    };
}

case_kinds! {
    /// 学籍建立 (第四条)
    Registration "registration" "学籍建立" "01" 4,
    /// 基础信息变更 (第十条)
    Correction "correction" "基础信息变更" "02" 10,
    /// 转学 (第十四条)
    Transfer "transfer" "转学" "03" 14,
    /// 休学 (第十九条)
    Suspension "suspension" "休学" "04" 19,
    /// 复学 (第十九条)
    Resumption "resumption" "复学" "05" 19,
    /// 注销学籍（死亡） (第二十一条)
    Death "death" "注销学籍（死亡）" "06" 21,
    /// 升学 (第十四条)
    Progression "progression" "升学" "07" 14,
    /// 留级 (第十一条)
    Repeat "repeat" "留级" "08" 11,
    /// 跳级 (第十一条)
    Skip "skip" "跳级" "09" 11,
    /// 出境就读 (第二十条)
    Abroad "abroad" "出境就读" "10" 20,
    /// 回国（境）复学 (第二十条)
    ReturnFromAbroad "return_from_abroad" "回国（境）复学" "11" 20,
    /// 辍学 (第二十二条)
    DropOut "drop_out" "辍学" "12" 22,
    /// 辍学返校 (第二十二条)
    BackToSchool "back_to_school" "辍学返校" "13" 22,
    /// 退学 (第十一条)
    Withdrawal "withdrawal" "退学" "14" 11,
    /// 毕业 (第十三条)
    Completion "completion" "毕（结、肄）业" "15" 13,
    /// 特殊安置 (第十七条)
    Placement "placement" "特殊安置" "16" 17,
    /// 延长休学 (第十九条)
    Extension "extension" "延长休学" "17" 19,
    /// 转往本系统外学校 (第十四条至第十六条)
    TransferOut "transfer_out" "转往本系统外学校" "18" 14,
}

impl CaseKind {
    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}
