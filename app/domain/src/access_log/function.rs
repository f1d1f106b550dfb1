//! The functions through which people come to see a pupil's data.

use serde::{Deserialize, Serialize};

/// What is done with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// 查询: a list
    Search,
    /// 查看: one pupil's
    View,
    /// 查看完整号码
    Reveal,
    /// 打印
    Print,
    /// 导出
    Export,
}

impl Use {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Search, Self::View, Self::Reveal, Self::Print, Self::Export];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Search => "查询名单",
            Self::View => "查看",
            Self::Reveal => "查看完整号码",
            Self::Print => "打印",
            Self::Export => "导出",
        }
    }

    /// Stable name in the store and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::View => "view",
            Self::Reveal => "reveal",
            Self::Print => "print",
            Self::Export => "export",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

macro_rules! functions {
    ($($variant:ident $use:ident $label:literal,)*) => {
        /// A function. Names are never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Function {
            $(#[doc = $label] $variant,)*
        }

        impl Function {
            /// Every function.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// What is done with the data.
            pub fn kind(self) -> Use {
                match self { $(Self::$variant => Use::$use,)* }
            }

            /// How many of the looks of an hour it is. The pupils whose records one opened last were counted when they were opened; a file of
            /// printed sheets is as many as there are pupils in it, since each leaves whole.
            pub fn looks(self, people: usize) -> u64 {
                match self {
                    Self::RecentPupils => 0,
                    Self::PrintFile => u64::try_from(people).unwrap_or(u64::MAX).max(1),
                    _ => 1,
                }
            }
        }
    };
}

functions! {
    PupilSearch Search "学生查询",
    Pupil View "学籍档案",
    Identity Reveal "完整号码",
    GuardianName View "监护人姓名",
    Binding Print "监护人绑定码",
    Bonds View "监护人绑定",
    Archive View "档案内容",
    ArchiveFile View "档案材料",
    ClassSheet Search "班级登记表",
    ClassSheetFile Export "下载班级登记表",
    Custody View "档案保管",
    Queue Search "待办事项",
    Case View "事项办理",
    CaseFile View "事项材料",
    CaseMending View "补正事项",
    LateCases Search "督办事项",
    LookAfter Search "重点关注学生",
    Leavers Search "毕业年级名单",
    Copies Search "离校学生档案备份",
    Copy View "档案备份",
    Promotion Search "统一升级名单",
    EntryCheck Search "录入时查重",
    ImportReport Search "导入检查报告",
    ImportReportFile Export "下载导入检查报告",
    TakeOverReport Export "接管检查报告",
    Problems Search "问题学籍",
    Problem View "问题学籍核查",
    ProblemFile View "问题学籍材料",
    Letters Search "公文往来",
    Letter View "公文",
    HandOvers Search "学籍移交名单",
    PaperCatalogue Search "纸质档案目录",
    PaperDossier View "纸质档案",
    PaperLoans Search "纸质档案借阅",
    PaperHandOver View "纸质档案移交清单",
    PrintForm Print "打印学籍表格",
    PrintView View "打印件",
    PrintFile Print "打印件文件",
    Prints Search "打印记录",
    MovedArchives Search "移交档案名单",
    GuardianProofs View "监护人上传的材料",
    Disclosure Export "对外提供",
    Certificates Search "证书登记簿",
    Certificate View "证书",
    Packages Search "学籍档案包名单",
    Package View "学籍档案包",
    PackageFile Export "下载学籍档案包",
    ReviewSheet Search "学籍复核名单",
    ReviewPupil View "学籍复核",
    Consent View "选填信息的同意",
    Desk Search "工作台",
    Opened Search "本人发起的事项",
    OwnChild View "本人子女完整信息",
    ArchiveContents View "档案目录",
    LackingItems Search "必填项缺项名单",
    Upkeep View "日常维护",
    UpkeepSheet Search "班级信息维护",
    UpkeepFile Export "下载班级信息表",
    UpkeepCheck Search "核对维护的信息",
    PupilInfo View "学籍信息",
    PupilMatters View "学生的事项",
    PupilTimeline View "信息变动情况",
    PupilLooks View "学生的访问记录",
    RecentPupils Search "最近查看的学生",
    OwnData Export "下载本人和子女的信息",
    Complaint View "投诉",
}
