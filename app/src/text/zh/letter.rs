//! Official letters: boxes, the letter itself, signature and receipt.

pub const TITLE: &str = "公文往来";
pub const LEAD: &str = "单位之间依规定应当书面告知、报告和移交的事项：拟稿、签发、签收都在这里办理。";
pub const ALL: &str = "全部";
pub const INBOX: &str = "收到";
pub const OUTBOX: &str = "发出";
pub const KIND: &str = "公文";
pub const ABOUT: &str = "学生或学期";
pub const FROM: &str = "发文单位";
pub const TO: &str = "主送单位";
pub const NUMBER: &str = "发文字号";
pub const NOT_NUMBERED: &str = "签发后编号";
pub const STATE: &str = "状态";
pub const DUE: &str = "办理期限";
pub const OWED_ON: &str = "应办日期";
pub const NONE_ALL: &str = "还没有公文";
pub const NONE_IN: &str = "还没有收到公文";
pub const NONE_OUT: &str = "还没有应发的公文";
pub const NONE_NEXT: &str = "学生转学办结、登记辍学后，应办的公文会自动列在这里。";

pub const DUTIES: &str = "每学期的书面告知";
pub const TERM: &str = "学期";
pub const NOTICE: &str = "学期转学告知（第十八条）";
pub const NOTICE_LEAD: &str = "直管学校每学期书面告知所在地县（区）教育行政部门：哪些学生转入、转出，升学转入、升学转出的一并告知（首次入学的不属转入）；没有的也应告知。未签发前可以重新生成。";
pub const NOTICE_MAKE: &str = "生成转学告知书";
pub const HAND_OVERS: &str = "随迁子女辍学档案移交（第二十二条第二款）";
pub const HAND_OVERS_LEAD: &str =
    "每学期末将义务教育阶段辍学随迁子女的学籍档案转交其户口所在地县（区）教育行政部门。";
pub const HAND_OVERS_MAKE: &str = "生成移交函";

pub const DRAFT: &str = "拟稿";
pub const DRAFT_AGAIN: &str = "修改拟稿";
pub const PIECES: &str = "移交档案件数";
pub const PIECES_HINT: &str = "清点纸质档案后填写";
pub const LIST: &str = "移交清单";
pub const LIST_HINT: &str = "例如 学籍登记表、户籍证明、体检表";
pub const CIRCUMSTANCES: &str = "辍学原因和劝返情况";
pub const CIRCUMSTANCES_HINT: &str = "写明何时起未到校、已知原因和已经做过的工作";
pub const LOOK_AGAIN: &str = "按目前的就读记录重新核对后提交。";
pub const TO_LEADER: &str = "提交主管领导签发";
pub const RETURNED: &str = "主管领导退回修改";
pub const SIGN: &str = "签发";
pub const SIGN_HINT: &str = "签发后编号并送达对方，不能再修改。拟稿人不能签发自己拟的稿。";
pub const SIGN_DO: &str = "签发并送达";
pub const RETURN: &str = "退回修改";
pub const RETURN_REASON: &str = "需要修改什么";
pub const RECEIVE: &str = "签收";
pub const RECEIVE_PAPER: &str = "登记送达回执";
pub const RECEIVE_PAPER_HINT: &str = "对方单位不在本系统办理，请把纸质送达后收回的回执登记在这里。";
pub const RECEIVED_BY: &str = "签收人";
pub const RECEIVED_ON: &str = "签收日期";
pub const RECEIVED_PIECES: &str = "实收件数";
pub const RECEIVE_NOTE: &str = "备注";
pub const RECEIVE_NOTE_HINT: &str = "件数不符时写明缺少或多出的材料";
pub const RECEIVE_DO: &str = "确认签收";
pub const RECEIVE_PAPER_DO: &str = "登记回执";

pub const FACTS: &str = "办理情况";
pub const LETTER: &str = "公文正文";
pub const RECEIPT: &str = "回执";
pub const DRAFTED_BY: &str = "拟稿";
pub const SIGNED_BY: &str = "签发";
pub const DELIVERY: &str = "送达方式";
pub const ONLINE: &str = "系统送达";
pub const ON_PAPER: &str = "纸质送达";
pub const BY_PIECES: &str = "这份移交函已列移交清单：撤回、密封、逐件清点签收和差异处理都在清单中办理。";
pub const OPEN_PIECES: &str = "查看移交清单";
pub const LIST_PIECES: &str = "纸质档案逐件列清单移交";
pub const OPEN_PUPIL: &str = "查看学生档案";
pub const PRINT: &str = "本页可直接打印，打印时不含办理按钮。";
pub const DRAFT_MARK: &str = "（未签发）";
pub const SIGNATORY: &str = "签发人：";

pub const ARRIVED: &str = "转入学生";
pub const LEFT: &str = "转出学生";
pub const NOBODY_ARRIVED: &str = "本期无学生转入。";
pub const NOBODY_LEFT: &str = "本期无学生转出。";
pub const NAME: &str = "姓名";
pub const PUPIL_NUMBER: &str = "学籍号";
pub const GRADE: &str = "年级";
pub const CAME_FROM: &str = "转出学校";
pub const WENT_TO: &str = "转入学校";
pub const DAY: &str = "日期";

pub const DRAFTED: &str = "已提交主管领导签发。";
pub const SIGNED: &str = "已签发，公文已送达对方单位。";
pub const SENT_BACK: &str = "已退回修改。";
pub const RECEIPTED: &str = "已签收。";
pub const CANCELLED: &str = "已终止移交，学生仍在本校在籍。";
pub const ENDED: &str = "移交已终止";
pub const CANCEL: &str = "对方未接收，终止移交";
pub const CANCEL_HINT: &str =
    "学生转往本系统外学校，对方没有接收或者不再转学的，在此终止；学生继续在本校在籍就读。";
pub const CANCEL_REASON: &str = "终止的原因";
pub const CANCEL_DO: &str = "终止移交";

/// On the landing page.
pub fn waiting(n: u64) -> String {
    format!("有 {n} 份公文等您办理")
}

/// Who did it, and when.
pub fn by_on(by: &str, on: &str) -> String {
    format!("{by}　{on}")
}

/// What the receipt says.
pub fn receipt(number: &str, by: &str, on: &str, pieces: Option<u32>) -> String {
    let pieces = pieces.map(|pieces| format!("，实收档案 {pieces} 件")).unwrap_or_default();
    format!("{number}已收到{pieces}。签收人：{by}，{on}。")
}

/// What became of the hand-overs of a term.
pub fn handed_over(made: usize, there: usize, without: &[(String, String)]) -> String {
    let mut words = match (made, there) {
        (0, 0) => "没有需要移交档案的辍学随迁子女。".to_owned(),
        (0, there) => format!("没有新的移交函；已有 {there} 份。"),
        (made, 0) => format!("已生成 {made} 份移交函，请逐份拟稿。"),
        (made, there) => format!("已生成 {made} 份移交函，请逐份拟稿；另有 {there} 份此前已生成。"),
    };
    for (name, why) in without {
        words.push_str(&format!("{name}：{why}"));
    }
    words
}
