//! The keys: everything that is for the provinces to decide (第十一条, 第二十九条), and the dates of the national year.

use super::shape::{Options, Shape};
use crate::matter::CaseKind;
use serde::{Deserialize, Serialize};

const STAGES: Options = &[("1", "小学"), ("2", "初中"), ("3", "普通高中")];
/// Grades at the two ends of a stage, by term.
const ENDS: Options = &[
    ("entry-1", "起始年级第一学期"),
    ("entry-2", "起始年级第二学期"),
    ("leaving-1", "毕业年级第一学期"),
    ("leaving-2", "毕业年级第二学期"),
];
const GROUNDS: Options = &[
    ("household", "户籍迁移"),
    ("home", "家庭住址变动"),
    ("employment", "父母工作调动或务工"),
    ("return", "返回户籍地就读"),
    ("relatives", "父母长期出国（境）、支边或现役调动，投靠亲属"),
    ("special", "随班就读、特殊教育或专门学校就读"),
    ("other", "其他原因"),
];
const SUSPENSIONS: Options = &[
    ("illness", "疾病或意外伤害"),
    ("infection", "传染病"),
    ("mental_health", "心理或精神疾病"),
    ("family", "家庭原因"),
    ("army", "应征入伍"),
    ("abroad", "中途到境外暂时就读"),
    ("custody", "被依法限制人身自由"),
    ("other", "其他原因"),
];
/// Items of the form that are not key data (关键信息) by national rule but that a province may treat so.
const EXTRA_KEYS: Options = &[
    ("ethnicity", "民族"),
    ("nationality", "国籍/地区"),
    ("birth_place", "出生地"),
    ("native_place", "籍贯"),
    ("hukou_place", "户口所在地"),
    ("hukou_kind", "户口性质"),
];

macro_rules! rule_keys {
    ($($(#[$doc:meta])* $variant:ident $key:literal $label:literal $article:literal $group:ident $shape:expr, $default:literal,)*) => {
        /// A rule. Its doc comment says what it decides; the label is what people read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleKey { $($(#[$doc])* $variant,)* }

        impl RuleKey {
            /// Every key, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Stable name in the store, in files and in forms.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The Chinese term.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The article it fills in.
            pub fn article(self) -> u8 {
                match self { $(Self::$variant => $article,)* }
            }

            /// Where it is shown.
            pub fn group(self) -> RuleGroup {
                match self { $(Self::$variant => RuleGroup::$group,)* }
            }

            /// What its value looks like.
            pub fn shape(self) -> Shape {
                match self { $(Self::$variant => $shape,)* }
            }

            /// The value where nobody decided otherwise.
            pub(super) fn plain_default(self) -> &'static str {
                match self { $(Self::$variant => $default,)* }
            }
        }
    };
}

/// What belongs together on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleGroup {
    /// 通则
    General,
    /// 转学
    Transfer,
    /// 休学与复学
    Suspension,
    /// 留级与跳级
    Grade,
    /// 辍学与退学
    Leaving,
    /// 监测预警
    Warning,
    /// 全国年度安排
    Nation,
}

impl RuleGroup {
    /// Every group, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::General,
        Self::Transfer,
        Self::Suspension,
        Self::Grade,
        Self::Leaving,
        Self::Warning,
        Self::Nation,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::General => "通则",
            Self::Transfer => "转学与升学",
            Self::Suspension => "休学与复学",
            Self::Grade => "留级与跳级",
            Self::Leaving => "辍学与退学",
            Self::Warning => "监测预警",
            Self::Nation => "全国年度安排",
        }
    }
}

const fn number(min: u32, max: u32, unit: &'static str) -> Shape {
    Shape::Number { min, max, unit }
}

const fn levels(max: u32, unit: &'static str) -> Shape {
    Shape::Levels { min: 1, max, unit }
}

rule_keys! {
    /// Which text of the regulation is in force: 2013, or 2025 with its longer time for the archive.
    RegulationVersion "regulation_version" "适用的管理办法" 29 General
        Shape::Choice(&[("2013", "教基一〔2013〕7号"), ("2025", "教基〔2025〕1号")]), "2013",
    /// Months within which the archive is to be built from the day of entry.
    FileDeadlineMonths "file_deadline_months" "入学后建立学籍档案的期限" 7 General number(1, 2, "个月"), "1",
    /// Working days each party has for a step. The regulation gives 10 for transfers (第十四条) and only 及时 for registration
    /// (第四条) and corrections (第十条); this system uses the same figure there. A province may be quicker, not slower.
    StepWorkingDays "step_working_days" "各方每一环节的办理期限" 14 General number(1, 10, "个工作日"), "10",
    /// Working days whoever opened a returned case has to mend it.
    MendWorkingDays "mend_working_days" "退回后补正的期限" 14 General number(1, 30, "个工作日"), "10",
    /// Who is six by this day may enter grade one that autumn.
    AgeCutoff "age_cutoff" "小学入学年龄（年满6周岁）的截止日期" 11 General Shape::Day, "08-31",
    /// Items of the form that are key data here besides name, sex, birth date and document.
    KeyFieldsExtra "key_fields_extra" "另列为关键信息的项目" 10 General Shape::Several(EXTRA_KEYS), "",
    /// What the archive holds here besides the national form, one item a line.
    ExtraColumns "extra_columns" "档案中省级规定的其他信息项目" 7 General Shape::Columns, "",
    /// When the terms of each school year begin and end. Of a year that is not named the first runs from 1 September, the second
    /// from 1 February.
    TermDates "term_dates" "校历：各学期的第一天和最后一天" 11 General Shape::Terms, "",
    /// Days off besides the nation's, which no deadline counts.
    DaysOff "days_off" "校历：本省另行规定的放假日" 14 General Shape::Dates, "",
    /// The largest class a transfer may fill: above 55 it would be a 大班额.
    ClassSizeMax "class_size_max" "转入后班级人数上限" 11 General number(20, 65, "人"), "55",
    /// The form of the numbers of certificates. The regulation leaves it open; where a province says nothing a school numbers by itself, or
    /// has the register of certificates do so.
    CertificateNumber "certificate_number" "证书编号的形式（无：学校自行编号或由登记簿编号）" 13 General Shape::NumberForm, "",
    /// Days from the first day of a term within which the review of the term is to be opened. The regulation asks for one each term and
    /// gives no day.
    ReviewOpenDays "review_open_days" "开学后发起学籍复核的期限" 24 General number(10, 120, "天"), "60",
    /// How often in an hour one account may look at records before its unit is told (访问日志报警). The regulation asks for a strict
    /// system of confidentiality and gives no figure.
    AccessHourMax "access_hour_max" "一个账号每小时查阅学籍次数的报警上限" 25 General number(20, 2000, "次"), "200",
    /// How many times its own usual day (the median of thirty) an account may look before its unit is told.
    AccessMedianTimes "access_median_times" "一个账号当日查阅次数达到其 30 日中位数的报警倍数" 25 General number(2, 50, "倍"), "5",

    /// Why somebody may move.
    TransferGrounds "transfer_grounds" "准予转学的原因" 11 Transfer
        Shape::Several(GROUNDS), "household,home,employment,return,relatives,special,other",
    /// Within which area nobody may change schools.
    TransferWithin "transfer_within" "不予转学的范围" 11 Transfer
        Shape::Choice(&[("none", "不限"), ("township", "同一乡镇内的学校之间")]), "none",
    /// Which ends of a stage may not be left or entered by transfer.
    TransferBarred "transfer_barred" "不予转学的年级和学期" 11 Transfer Shape::Several(ENDS), "",
    /// Whether what is barred is barred everywhere or only between schools of one county.
    TransferBarredScope "transfer_barred_scope" "上一项的适用范围" 11 Transfer
        Shape::Choice(&[("all", "所有转学"), ("county", "同一县（区）内转学")]), "all",
    /// Narrower times in which a transfer may be opened; none means all year but the national freeze. Where the edges of a term
    /// are open as well (next rule), either is enough.
    TransferWindows "transfer_windows" "受理转学申请的时段（无：全年受理）" 11 Transfer Shape::Windows, "",
    /// Working days at the beginning and the end of a term in which alone transfers are opened; 0 means no such limit. When a
    /// term begins and ends is said by the calendar of the school year ([`Self::TermDates`]).
    TransferTermEdge "transfer_term_edge" "仅在学期始末受理的天数（0：不限）" 11 Transfer number(0, 40, "个工作日"), "0",
    /// Whether who comes from a school of the other system (六三, 五四) stays in the grade of the same number whatever the school says.
    TransferGradeKept "transfer_grade_kept" "不同学制学校转入的不得变更就读年级" 14 Transfer Shape::YesNo, "no",
    /// Whether the city handles a transfer in senior high besides the county.
    TransferSeniorCity "transfer_senior_city" "高中转学须经市级核办" 14 Transfer Shape::YesNo, "yes",
    /// Whether the province handles a transfer that crosses its border.
    TransferProvinceJoins "transfer_province_joins" "跨省转学须经省级核办" 14 Transfer Shape::YesNo, "no",

    /// The shortest absence for which somebody is suspended.
    SuspensionMinMonths "suspension_min_months" "休学的最短时间" 19 Suspension number(0, 6, "个月"), "0",
    /// The longest suspension that is granted at once.
    SuspensionMaxMonths "suspension_max_months" "一次休学的最长时间" 19 Suspension number(1, 24, "个月"), "12",
    /// How much longer a suspension may become by extension.
    SuspensionExtensionMonths "suspension_extension_months" "休学可以延长的时间" 19 Suspension number(0, 24, "个月"), "12",
    /// Which ends of a stage know no suspension.
    SuspensionBarred "suspension_barred" "不予休学的年级和学期" 11 Suspension Shape::Several(ENDS), "",
    /// Why somebody may be suspended.
    SuspensionGrounds "suspension_grounds" "准予休学的原因" 11 Suspension
        Shape::Several(SUSPENSIONS), "illness,infection,mental_health,family,other",
    /// What of a hospital is sighted when somebody is suspended for an illness.
    SuspensionHospital "suspension_hospital" "因病休学应查验的材料" 19 Suspension
        Shape::Choice(&[("county", "县级以上医院的诊断或病历材料"), ("level2", "县级以上医院的诊断或病历材料，或二级以上医院的病历材料")]), "county",
    /// What becomes of a senior high pupil who does not come back in time; in compulsory education the record is kept whatever
    /// a province says (第二十二条).
    SuspensionOverdue "suspension_overdue" "高中学生休学期满未复学" 19 Suspension
        Shape::Choice(&[("keep", "催办，保留学籍"), ("withdraw", "按退学处理")]), "keep",
    /// Into which grade somebody comes back.
    ReturnGrade "return_grade" "复学编入的年级" 19 Suspension
        Shape::Choice(&[
            ("own", "原年级"),
            ("choice", "原年级或下一年级"),
            ("term", "休学满一学期的，可以编入下一年级"),
        ]), "choice",
    /// Whether who comes back before the last day of the suspension enters the own grade only.
    ReturnEarlyOwn "return_early_own" "提前复学的编入原年级" 19 Suspension Shape::YesNo, "no",

    /// Stages in which a grade may be repeated. The nation discourages it.
    RepeatStages "repeat_stages" "可以留级的学段" 11 Grade Shape::Several(STAGES), "",
    /// Of a hundred pupils of the grade, how many may repeat it.
    RepeatCap "repeat_cap" "留级人数占年级人数的上限" 11 Grade number(0, 10, "%"), "2",
    /// Whether a pupil with a disability may repeat one grade once, also where nobody else may.
    RepeatSpecialNeeds "repeat_special_needs" "残疾学生可以留级一次" 11 Grade Shape::YesNo, "no",
    /// Whether pupils of a leaving year may repeat a grade.
    RepeatLeaving "repeat_leaving" "毕业年级学生可以留级" 11 Grade Shape::YesNo, "yes",
    /// Stages in which a grade may be skipped.
    SkipStages "skip_stages" "可以跳级的学段" 11 Grade Shape::Several(STAGES), "",
    /// How often in a stage.
    SkipPerStage "skip_per_stage" "每一学段可以跳级的次数" 11 Grade number(1, 3, "次"), "1",

    /// Days of unexplained absence after which a drop-out is suspected.
    DropoutSuspectDays "dropout_suspect_days" "视为疑似辍学的连续缺课天数" 22 Leaving number(1, 30, "天"), "7",
    /// Days of unexplained absence after which it is a drop-out.
    DropoutConfirmDays "dropout_confirm_days" "认定为辍学的连续缺课天数" 22 Leaving number(5, 60, "天"), "30",
    /// Until when a child who has dropped out is followed and its record kept. The regulation says 在义务教育年限内, the law nine years
    /// (《义务教育法》第二条); no province's own rule is known. One that follows children until they are sixteen says so here.
    FollowUpUntil "follow_up_until" "辍学学生跟进和保留学籍的期限" 22 Leaving
        Shape::Choice(&[("years", "自入学起满九年"), ("age", "自入学起满九年，且年满16周岁")]), "years",
    /// Days running of absence after which a senior high pupil counts as withdrawn.
    WithdrawConsecutive "withdraw_consecutive" "高中连续旷课可按退学处理的天数" 11 Leaving number(5, 90, "天"), "15",
    /// The same, in all, within a term.
    WithdrawCumulative "withdraw_cumulative" "高中累计旷课可按退学处理的天数" 11 Leaving number(10, 120, "天"), "45",
    /// Days after the first day on which who has just entered senior high and does not come, without leave, loses the place; 0
    /// means that the province says nothing of it.
    SeniorLateDays "senior_late_days" "高一新生逾期未报到取消入学资格的天数（0：不作规定）" 11 Leaving number(0, 60, "天"), "0",

    /// From which share of pupils moved away in thirty days a school or county is warned of (text of 2025: 预警). None of these figures
    /// is the regulation's: it asks for a mechanism and leaves the thresholds open.
    WarnOutflow "warn_outflow" "30天内转出占学生数" 24 Warning levels(1000, "‰"), "20,50,100",
    /// From which share of suspensions opened in thirty days before examinations.
    WarnSuspensions "warn_suspensions" "考试前30天内休学占学生数" 24 Warning levels(1000, "‰"), "10,20,50",
    /// When examinations stand ahead, so that suspensions are looked at.
    WarnExamWindows "warn_exam_windows" "考试前的时段（无：不监测考前休学）" 24 Warning
        Shape::Windows, "12-01~01-20,05-10~06-30",
    /// From which share of drop-outs, confirmed and suspected.
    WarnDropouts "warn_dropouts" "辍学和疑似辍学占学生数" 22 Warning levels(1000, "‰"), "1,5,10",
    /// From which share of open problem records.
    WarnProblems "warn_problems" "未办结问题学籍占学生数" 6 Warning levels(1000, "‰"), "1,5,20",
    /// From which number of cases that wait in the unit past their day.
    WarnOverdueCases "warn_overdue_cases" "本单位逾期未办事项" 14 Warning levels(1000, "件"), "1,5,20",
    /// From which number of letters that the unit owes past their day.
    WarnOverdueLetters "warn_overdue_letters" "本单位逾期未发公文" 15 Warning levels(1000, "件"), "1,3,10",
    /// From which share of archives not built in time.
    WarnLateArchives "warn_late_archives" "逾期未建档案占学生数" 7 Warning levels(1000, "‰"), "1,20,100",
    /// Below so many pupils an outflow or suspensions are no sign of anything, whatever their share.
    WarnMinimum "warn_minimum" "转出、考前休学不足此数不预警" 24 Warning number(1, 50, "人"), "3",

    /// No transfer is opened; what was opened before goes on.
    TransferFreeze "transfer_freeze" "不受理新的转学申请" 14 Nation Shape::Windows, "07-15~08-14",
    /// No business at all is opened for pupils of a leaving year.
    LeaverFreeze "leaver_freeze" "不受理毕业年级学生的新业务" 13 Nation Shape::Windows, "07-01~08-14",
    /// The day on which unfinished business of leavers is cleared.
    LeaverClearing "leaver_clearing" "清理毕业年级学生未办结业务" 13 Nation Shape::Day, "07-15",
    /// By when schools finish graduation.
    GraduationDeadline "graduation_deadline" "完成毕业、结业办理的最后日期" 13 Nation Shape::Day, "07-30",
    /// At the end of this day everybody but leavers is promoted.
    PromotionDay "promotion_day" "统一升级的日期" 12 Nation Shape::Day, "08-10",
    /// When entry into another province after graduation may be opened.
    CrossProvinceEntry "cross_province_entry" "受理毕业后跨省就学的时段" 14 Nation
        Shape::Windows, "08-15~12-14,03-01~05-31",
    /// When the schools of two provinces answer a check sheet. 教基一司函〔2016〕98号: the first round went from 28 December 2016 to
    /// 10 January 2017, later rounds as they are needed: the nation adds them here.
    CheckSheetWindows "check_sheet_windows" "答复跨省问题学籍核查单的时段" 6 Nation
        Shape::Windows, "12-28~01-10",
}

impl RuleKey {
    /// The key with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.key() == key)
    }

    /// Whether only the nation sets it.
    pub fn is_national(self) -> bool {
        self.group() == RuleGroup::Nation
    }

    /// The document of the nation that its default is taken from, where it is one of its own.
    pub fn document(self) -> Option<&'static str> {
        (self == Self::CheckSheetWindows).then_some("教基一司函〔2016〕98号")
    }

    /// Whether the regulation itself gives the figure; where it is silent this system has to assume one.
    pub fn is_in_the_regulation(self) -> bool {
        matches!(self, Self::RegulationVersion | Self::FileDeadlineMonths | Self::StepWorkingDays)
    }

    /// The value where nobody decided otherwise, by version of the regulation: that of 2025 gives two months for the archive.
    pub fn default_in(self, regulation: &str) -> &'static str {
        match (self, regulation) {
            (Self::FileDeadlineMonths, "2025") => "2",
            _ => self.plain_default(),
        }
    }

    /// Kinds of case that look at it: what is open of them is touched when it changes.
    pub fn kinds(self) -> &'static [CaseKind] {
        use CaseKind as K;
        match self {
            Self::RegulationVersion | Self::FileDeadlineMonths | Self::AgeCutoff => &[K::Registration],
            Self::StepWorkingDays | Self::MendWorkingDays | Self::DaysOff => &CaseKind::ALL,
            Self::TermDates => &[K::Transfer, K::Suspension],
            Self::KeyFieldsExtra => &[K::Correction],
            Self::ClassSizeMax
            | Self::TransferGrounds
            | Self::TransferWithin
            | Self::TransferGradeKept
            | Self::TransferBarred
            | Self::TransferBarredScope
            | Self::TransferWindows
            | Self::TransferTermEdge => &[K::Transfer],
            Self::TransferSeniorCity | Self::TransferProvinceJoins => &[K::Transfer, K::Progression],
            Self::TransferFreeze => &[K::Transfer, K::Progression, K::TransferOut],
            Self::SuspensionMinMonths
            | Self::SuspensionMaxMonths
            | Self::SuspensionExtensionMonths
            | Self::SuspensionBarred
            | Self::SuspensionGrounds
            | Self::SuspensionHospital => &[K::Suspension],
            Self::SuspensionOverdue => &[K::Resumption, K::Withdrawal],
            Self::ReturnGrade | Self::ReturnEarlyOwn => &[K::Resumption],
            Self::RepeatStages | Self::RepeatCap | Self::RepeatSpecialNeeds | Self::RepeatLeaving => {
                &[K::Repeat]
            }
            Self::SkipStages | Self::SkipPerStage => &[K::Skip],
            Self::DropoutSuspectDays | Self::DropoutConfirmDays => &[K::DropOut],
            Self::WithdrawConsecutive | Self::WithdrawCumulative | Self::SeniorLateDays => &[K::Withdrawal],
            Self::LeaverFreeze | Self::LeaverClearing => &CaseKind::ALL,
            Self::GraduationDeadline | Self::CertificateNumber | Self::FollowUpUntil => &[K::Completion],
            Self::PromotionDay
            | Self::ExtraColumns
            | Self::ReviewOpenDays
            | Self::AccessHourMax
            | Self::AccessMedianTimes
            | Self::WarnOutflow
            | Self::WarnSuspensions
            | Self::WarnExamWindows
            | Self::WarnDropouts
            | Self::WarnProblems
            | Self::WarnOverdueCases
            | Self::WarnOverdueLetters
            | Self::WarnLateArchives
            | Self::WarnMinimum
            | Self::CheckSheetWindows => &[],
            Self::CrossProvinceEntry => &[K::Progression],
        }
    }
}

impl Serialize for RuleKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for RuleKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| serde::de::Error::custom("no such rule"))
    }
}
