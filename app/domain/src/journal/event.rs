//! What an entry of the journal says happened, by name: the one part of it that is searched for.

use serde::{Deserialize, Serialize};

/// What happened, in the past tense. Names are never reused for another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 录入学籍信息
    InfoEntered,
    /// 补正学籍信息
    InfoMended,
    /// 事项受理
    CaseOpened,
    /// 环节办理
    StepDecided,
    /// 退回补正
    CaseReturned,
    /// 补正后再次提交
    CaseResubmitted,
    /// 事项办结
    CaseApproved,
    /// 不予办理
    CaseRefused,
    /// 事项撤回
    CaseWithdrawn,
    /// 核准学籍
    PupilRegistered,
    /// 学籍档案建立
    ArchiveBuilt,
    /// 发放学籍号
    NumberIssued,
    /// 学籍号转历史
    NumberRetired,
    /// 接管学籍
    TakenOver,
    /// 撤销接管
    TakeOverUndone,
    /// 身份核验
    IdentityChecked,
    /// 基础信息变更
    InfoChanged,
    /// 日常维护学籍信息
    InfoKept,
    /// 调班
    ClassMoved,
    /// 学籍状态变动
    StatusChanged,
    /// 转学接续学籍
    SchoolChanged,
    /// 升入新学段
    StageEntered,
    /// 升级
    Promoted,
    /// 撤销升级
    PromotionUndone,
    /// 登记缺课
    AbsenceNoted,
    /// 登记劝返
    FollowedUp,
    /// 缺课结束
    AbsenceEnded,
    /// 辍学跟进缺失: a term in which nothing was done
    FollowUpMissed,
    /// 辍学跟进结束
    FollowUpEnded,
    /// 临期提醒
    DeadlineNear,
    /// 逾期督办
    CaseEscalated,
    /// 改由新的学籍主管部门办理
    CaseHandedOver,
    /// 清理未办结业务
    CaseCleared,
    /// 办理期限重算
    DueRecounted,
    /// 证明材料归档
    ProofFiled,
    /// 监护人留言
    QuestionAsked,
    /// 答复监护人留言
    QuestionAnswered,
    /// 给监护人留言
    MessageWritten,
    /// 打印监护人绑定码
    BindingPrinted,
    /// 核发监护人绑定码
    BindingReleased,
    /// 监护人绑定
    GuardianBound,
    /// 监护人重设密码
    GuardianRecovered,
    /// 监护人对绑定提出疑问
    BondReported,
    /// 监护人撤回对绑定的疑问
    BondReportTakenBack,
    /// 学校确认监护人绑定
    BondConfirmed,
    /// 学校暂停监护人绑定
    BondRested,
    /// 学校解除监护人绑定
    BondEnded,
    /// 监护人自行解除绑定
    BondLeft,
    /// 监护人更换登录手机号
    GuardianTelephoneMoved,
    /// 监护人注销账号
    GuardianAccountClosed,
    /// 查看完整证件信息
    IdentityRevealed,
    /// 应办公文登记
    LetterOwed,
    /// 公文拟稿
    LetterDrafted,
    /// 公文退回修改
    LetterReturned,
    /// 公文签发
    LetterSigned,
    /// 公文签收
    LetterReceived,
    /// 公文逾期督办
    LetterUrged,
    /// 档案内容归档
    ArchiveEntryFiled,
    /// 档案内容更改
    ArchiveEntryChanged,
    /// 档案内容撤销
    ArchiveEntryWithdrawn,
    /// 档案材料归档
    ArchiveFileAdded,
    /// 档案材料撤销
    ArchiveFileWithdrawn,
    /// 列入问题学籍
    ProblemFound,
    /// 问题学籍举证
    ProblemAnswered,
    /// 签发跨省问题学籍核查单
    CheckSheetIssued,
    /// 答复跨省问题学籍核查单
    CheckSheetAnswered,
    /// 跨省问题学籍核查单截止
    CheckSheetClosed,
    /// 问题学籍办结
    ProblemSettled,
    /// 合并学籍
    RecordsMerged,
    /// 撤销合并
    MergeUndone,
    /// 学籍档案移交（学校合并、撤销、变更类别，第九条）
    CustodyMoved,
    /// 归入纸质材料
    PaperFiled,
    /// 撤出纸质材料
    PaperWithdrawn,
    /// 指定纸质档案存放位置
    PaperPlaced,
    /// 留存纸质档案复印件
    PaperCopiesKept,
    /// 申请借阅纸质档案
    PaperLoanAsked,
    /// 纸质档案借出
    PaperLent,
    /// 不批准借阅纸质档案
    PaperLoanRefused,
    /// 纸质档案归还
    PaperReturned,
    /// 列纸质档案移交清单
    PaperListed,
    /// 撤回纸质档案移交清单
    PaperUnlisted,
    /// 纸质档案密封移交
    PaperSealed,
    /// 纸质档案清点签收
    PaperReceived,
    /// 纸质档案移交差异处理
    PaperSettled,
    /// 打印学籍表格或证卡
    Printed,
    /// 打印件作废
    PrintRevoked,
    /// 证书登记发放
    CertificateIssued,
    /// 证书遗失补办证明书
    CertificateReplaced,
    /// 撤销证书
    CertificateRevoked,
    /// 学籍复核确认
    Reviewed,
    /// 答复复核疑点
    ReviewAnswered,
    /// 监护人确认基础信息
    GuardianConfirmed,
    /// 申请制作学籍档案包
    PackageAsked,
    /// 学籍档案包放行
    PackageReleased,
    /// 学籍档案包不予放行
    PackageRefused,
    /// 学籍档案包下载
    PackageFetched,
    /// 凭学籍档案包接续学籍档案
    ArchiveContinued,
    /// 准予转往本系统外学校，待对方接收
    TransferOutGranted,
    /// 对方学校已接收，学籍转出
    TransferredOut,
    /// 终止转出
    TransferOutEnded,
    /// 同意处理选填信息
    ConsentGiven,
    /// 撤回同意
    ConsentWithdrawn,
    /// 删除选填信息: the detail names the items and the entries whose old values went with them
    OptionalErased,
    /// 单位事项登记
    UnitMatterOpened,
    /// 单位事项办理
    UnitMatterDecided,
    /// 导入系统公钥目录
    KeysTaken,
    /// 启用系统公钥目录
    KeysAccepted,
    /// 退回系统公钥目录
    KeysRefused,
    /// 登记学籍管理联系电话
    OfficePhoneSet,
}

impl Event {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::InfoEntered => "录入学籍信息",
            Self::InfoMended => "补正学籍信息",
            Self::CaseOpened => "事项受理",
            Self::StepDecided => "环节办理",
            Self::CaseReturned => "退回补正",
            Self::CaseResubmitted => "补正后再次提交",
            Self::CaseApproved => "事项办结",
            Self::CaseRefused => "不予办理",
            Self::CaseWithdrawn => "事项撤回",
            Self::PupilRegistered => "核准学籍",
            Self::ArchiveBuilt => "建立学籍档案",
            Self::NumberIssued => "发放学籍号",
            Self::NumberRetired => "学籍号转为历史",
            Self::TakenOver => "接管学籍",
            Self::TakeOverUndone => "撤销接管",
            Self::IdentityChecked => "身份信息核验",
            Self::InfoChanged => "基础信息变更",
            Self::InfoKept => "日常维护学籍信息",
            Self::ClassMoved => "调班",
            Self::StatusChanged => "学籍状态变动",
            Self::SchoolChanged => "转学接续学籍",
            Self::StageEntered => "升入新学段",
            Self::Promoted => "升级",
            Self::PromotionUndone => "撤销升级",
            Self::AbsenceNoted => "登记缺课",
            Self::FollowedUp => "登记劝返",
            Self::AbsenceEnded => "缺课结束",
            Self::FollowUpMissed => "辍学学生本学期未跟进",
            Self::FollowUpEnded => "辍学跟进结束",
            Self::DeadlineNear => "临期提醒",
            Self::CaseEscalated => "逾期督办",
            Self::CaseHandedOver => "改由新的学籍主管部门办理",
            Self::CaseCleared => "清理毕业年级未办结业务",
            Self::DueRecounted => "按新公布的节假日重算办理期限",
            Self::ProofFiled => "证明材料归档",
            Self::QuestionAsked => "监护人留言",
            Self::QuestionAnswered => "答复监护人留言",
            Self::MessageWritten => "给监护人留言",
            Self::BindingPrinted => "打印监护人绑定码",
            Self::BindingReleased => "核发监护人绑定码",
            Self::GuardianBound => "监护人绑定",
            Self::GuardianRecovered => "监护人凭绑定码重设密码",
            Self::BondReported => "监护人对绑定提出疑问",
            Self::BondReportTakenBack => "监护人撤回对绑定的疑问",
            Self::BondConfirmed => "学校确认监护人绑定",
            Self::BondRested => "学校暂停监护人绑定",
            Self::BondEnded => "学校解除监护人绑定",
            Self::BondLeft => "监护人自行解除绑定",
            Self::GuardianTelephoneMoved => "监护人更换登录手机号",
            Self::GuardianAccountClosed => "监护人注销账号",
            Self::IdentityRevealed => "查看完整证件信息",
            Self::LetterOwed => "应办公文登记",
            Self::LetterDrafted => "公文拟稿",
            Self::LetterReturned => "公文退回修改",
            Self::LetterSigned => "公文签发",
            Self::LetterReceived => "公文签收",
            Self::LetterUrged => "公文逾期督办",
            Self::ArchiveEntryFiled => "档案内容归档",
            Self::ArchiveEntryChanged => "档案内容更改",
            Self::ArchiveEntryWithdrawn => "档案内容撤销",
            Self::ArchiveFileAdded => "档案材料归档",
            Self::ArchiveFileWithdrawn => "档案材料撤销",
            Self::ProblemFound => "列入问题学籍",
            Self::ProblemAnswered => "问题学籍举证",
            Self::CheckSheetIssued => "签发跨省问题学籍核查单",
            Self::CheckSheetAnswered => "答复跨省问题学籍核查单",
            Self::CheckSheetClosed => "跨省问题学籍核查单截止",
            Self::ProblemSettled => "问题学籍办结",
            Self::RecordsMerged => "合并重复学籍",
            Self::MergeUndone => "撤销合并学籍",
            Self::CustodyMoved => "学籍档案移交",
            Self::PaperFiled => "归入纸质材料",
            Self::PaperWithdrawn => "撤出纸质材料",
            Self::PaperPlaced => "指定纸质档案存放位置",
            Self::PaperCopiesKept => "留存纸质档案复印件",
            Self::PaperLoanAsked => "申请借阅纸质档案",
            Self::PaperLent => "纸质档案借出",
            Self::PaperLoanRefused => "不批准借阅纸质档案",
            Self::PaperReturned => "纸质档案归还",
            Self::PaperListed => "列纸质档案移交清单",
            Self::PaperUnlisted => "撤回纸质档案移交清单",
            Self::PaperSealed => "纸质档案密封移交",
            Self::PaperReceived => "纸质档案清点签收",
            Self::PaperSettled => "纸质档案移交差异处理",
            Self::Printed => "打印学籍表格",
            Self::PrintRevoked => "打印件作废",
            Self::CertificateIssued => "登记发放证书",
            Self::CertificateReplaced => "证书遗失补办",
            Self::CertificateRevoked => "撤销证书",
            Self::Reviewed => "学籍复核确认",
            Self::ReviewAnswered => "答复复核疑点",
            Self::GuardianConfirmed => "监护人确认基础信息",
            Self::PackageAsked => "申请制作学籍档案包",
            Self::PackageReleased => "放行学籍档案包",
            Self::PackageRefused => "不予放行学籍档案包",
            Self::PackageFetched => "下载学籍档案包",
            Self::ArchiveContinued => "接续学籍档案",
            Self::TransferOutGranted => "准予转出，待对方接收",
            Self::TransferredOut => "对方已接收，学籍转出",
            Self::TransferOutEnded => "终止转出",
            Self::ConsentGiven => "监护人同意处理选填信息",
            Self::ConsentWithdrawn => "监护人撤回对选填信息的同意",
            Self::OptionalErased => "删除已撤回同意的选填信息",
            Self::UnitMatterOpened => "单位事项登记",
            Self::UnitMatterDecided => "单位事项办理",
            Self::KeysTaken => "导入系统公钥目录",
            Self::KeysAccepted => "启用系统公钥目录",
            Self::KeysRefused => "退回系统公钥目录",
            Self::OfficePhoneSet => "登记学籍管理联系电话",
        }
    }
}
