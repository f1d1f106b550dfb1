//! The codes of refusals: one table.

use super::Basis;
use super::item::ItemName;

macro_rules! codes {
    (
        fields { $($field:ident $field_key:literal $field_term:literal,)* }
        reasons { $($reason:ident $reason_key:literal $reason_term:literal,)* }
        settled { $($settled:ident $settled_key:literal $settled_term:literal $basis:expr, $remedy:literal;)* }
    ) => {
        /// What a refusal is: the field of a form that is wrong, or the reason why something is not done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode {
            $(#[doc = $field_term] $field,)*
            $(#[doc = $reason_term] $reason,)*
            $(#[doc = $settled_term] $settled,)*
            /// An item of the form, or a column of the archive, by its key (登记项目).
            Item(ItemName),
        }

        impl RefusalCode {
            /// Every code that has a name of its own: all but the items.
            pub const ALL: &'static [Self] = &[
                $(Self::$field,)*
                $(Self::$reason,)*
                $(Self::$settled,)*
            ];

            /// Stable name, for logs and in answers.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$field => $field_key,)*
                    $(Self::$reason => $reason_key,)*
                    $(Self::$settled => $settled_key,)*
                    Self::Item(name) => name.as_str(),
                }
            }

            /// The name of the field that is wrong; nothing where the code is a reason.
            pub fn field(&self) -> Option<&str> {
                match self {
                    $(Self::$field)|* | Self::Item(_) => Some(self.as_str()),
                    _ => None,
                }
            }

            /// What it rests on and what to do about it, where that is always the same.
            pub fn settled(self) -> Option<Settled> {
                match self {
                    $(Self::$settled => Some(Settled { basis: $basis, remedy: $remedy }),)*
                    _ => None,
                }
            }
        }
    };
}

/// What a code always rests on, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What it rests on.
    pub basis: Basis,
    /// What to do next.
    pub remedy: &'static str,
}

codes! {
    fields {
        Account "account" "账号",
        Act "act" "批准文号",
        Agreement "agreement" "送教或随班就读的约定",
        Attends "attends" "是否实际就读",
        Basis "basis" "依据",
        Borrower "borrower" "借阅人",
        CancelReason "cancel_reason" "终止的原因",
        Case "case" "事项（违规表单中为违规情形，入盒表单中为盒号）",
        Cases "cases" "勾选的事项",
        Category "category" "档案类别",
        Certificate "certificate" "证书编号",
        Class "class" "班级",
        ClassName "class_name" "班级名称",
        Classes "classes" "提供的信息类别",
        ClockReason "clock_reason" "确认系统时间的理由",
        Code "code" "验证码、标识码",
        Confirmed "confirmed" "需要确认的情况",
        Contact "contact" "接收方联系人",
        County "county" "主管部门完成日期",
        Country "country" "国家或地区",
        Course "course" "培训课程",
        Dated "dated" "形成日期",
        Dates "dates" "学校完成日期",
        Days "days" "天数",
        Decision "decision" "决定",
        Declared "declared" "真实性确认",
        Demand "demand" "改正要求",
        Destination "destination" "毕业去向",
        Document "document" "任用文件",
        Downloads "downloads" "下载次数",
        DueBack "due_back" "应还日期",
        DuplicateNote "duplicate_note" "查重说明",
        Each "each" "每盒卷数",
        Employment "employment" "专职或兼职",
        EntryDate "entry_date" "入学日期",
        Fact "fact" "违规事实",
        File "file" "文件",
        FilterName "filter_name" "常用筛选的名称",
        Finding "finding" "核对结果",
        Fingerprint "fingerprint" "签名公钥的指纹",
        Form "form" "原件或复印件",
        From "from" "移交人",
        Grade "grade" "年级",
        GradeReason "grade_reason" "编入其他年级的原因",
        Ground "ground" "法律依据",
        Guardian "guardian" "监护人",
        Host "host" "就读学校",
        Hours "hours" "培训学时",
        Identity "identity" "身份证件",
        Site "site" "学校所在地",
        InPlace "in_place" "移交人不能签字的原因",
        Into "into" "接收学校",
        Schools "schools" "划转的学校",
        Items "items" "项目",
        Keep "keep" "保留的学籍",
        KeepDays "keep_days" "使用期限",
        Kind "kind" "种类",
        LastDay "last_day" "最后工作日",
        Letter "letter" "来函文号、移交函",
        Lines "lines" "批量填写的行",
        Login "login" "账号名",
        Manner "manner" "方式",
        Name "name" "姓名、名称",
        Necessity "necessity" "必要性",
        NewPassword "new_password" "新密码",
        NextGrade "next_grade" "编入的年级",
        No "no" "件号",
        Note "note" "说明",
        NotifyAt "notify_at" "接收通知的手机号或邮箱",
        NotifyBy "notify_by" "通知方式",
        Notice "notice" "告知书",
        Number "number" "编号、学籍号",
        OldPassword "old_password" "原密码",
        On "on" "日期",
        Opinion "opinion" "意见",
        Outcome "outcome" "结果",
        Pages "pages" "页数",
        PaperWord "paper_word" "纸质材料核对结果",
        Papers "papers" "查验的材料",
        Passphrase "passphrase" "档案包口令",
        Password "password" "密码",
        People "people" "名单",
        Person "person" "学生",
        Phone "phone" "电话",
        Pieces "pieces" "件数",
        Placements "placements" "各班的接收学校",
        ProofOfGround "proof_of_ground" "法律依据的条款或文书",
        Province "province" "省份、省级安排",
        Pupils "pupils" "学生核对情况",
        Purpose "purpose" "用途",
        Rating "rating" "满意程度",
        Reason "reason" "原因、理由",
        ReceivedBy "received_by" "签收人",
        Receiver "receiver" "升入学校",
        Recipient "recipient" "接收方",
        RecipientKind "recipient_kind" "接收方类别",
        Remedy "remedy" "处理方式",
        Result "result" "劝返情况",
        Role "role" "岗位",
        Room "room" "库房",
        School "school" "学校",
        SchoolType "school_type" "学校类别",
        Setting "setting" "就读方式",
        Sheet "sheet" "登记表",
        Signatory "signatory" "移交人（签字）",
        SignedOn "signed_on" "签字日期",
        Since "since" "起始日期",
        Slot "slot" "第几位监护人",
        Source "source" "依据的文件",
        Start "start" "开始日期",
        Stand "stand" "是否坚持佐证",
        Statement "statement" "情况说明",
        Subject "subject" "被处理的单位",
        SuspensionGround "suspension_ground" "休学原因",
        System "system" "学制",
        Take "take" "采用哪一方的项目",
        Title "title" "题名、职务",
        To "to" "接收人、接收学校",
        ToCode "to_code" "转入学校标识码",
        ToName "to_name" "转入学校名称",
        TransferGround "transfer_ground" "转学原因",
        UndoReason "undo_reason" "撤销合并的原因",
        Until "until" "截止日期",
        ValidFrom "valid_from" "施行日期",
        ValidUntil "valid_until" "有效期",
        Value "value" "更正后的内容",
        Values "values" "规则的值",
        Verdict "verdict" "审核意见",
        Waiting "waiting" "待确认的账号",
        Word "word" "监护人的表示",
        Words "words" "文字说明",
        Year "year" "年度",
    }
    reasons {
        Above "above" "没有上一级，或不是上一级",
        Acknowledged "acknowledged" "已经签收",
        BadFile "bad_file" "证明材料不能使用",
        Card "card" "学校名称放不进学生卡",
        Claim "claim" "监护关系不能验证",
        Closed "closed" "已办结、已签字或已撤销，不能再改",
        Consent "consent" "同意已登记，或由他人登记",
        DuplicateDefinite "duplicate_definite" "身份证件号已有学籍",
        FieldNotOpen "field_not_open" "不属于可申请更正的项目",
        FourEyes "four_eyes" "须由另一人办理",
        Gone "gone" "档案已经移交",
        Handler "handler" "不由本单位办理",
        Lent "lent" "材料借出未还",
        Locked "locked" "失败次数过多",
        MoreSheets "more_sheets" "工作簿有多张工作表",
        NoAnswer "no_answer" "没有填写任何核实结果",
        NoCounty "no_county" "户口所在地不能确定",
        NoPiece "no_piece" "案卷或清单中没有这一件",
        NotLate "not_late" "改正期限没有届满",
        NotListed "not_listed" "没有移交清单，或清单中没有",
        NotOpener "not_opener" "不是申请一方",
        NotPermitted "not_permitted" "没有办理的权限",
        NotRunning "not_running" "复核没有进行",
        NotSerious "not_serious" "没有按情节严重上报",
        NotSigned "not_signed" "公文还没有签发",
        NotYourStep "not_your_step" "这一步由他人办理",
        OpenBusiness "open_business" "还有正在办理的事项",
        State "state" "目前的状态不能这样办理（证书、学校变动、档案包、账号）",
        OutOfState "out_of_state" "目前的状态不能这样办理",
        PackageCompressed "package_compressed" "档案包内有压缩的文件",
        PackageContent "package_content" "材料不是清洁的图片或PDF",
        PackageDuplicate "package_duplicate" "档案包内有重名的文件",
        PackageExtra "package_extra" "档案包有目录以外的文件",
        PackageHash "package_hash" "文件的摘要与目录不符",
        PackageItem "package_item" "档案包的基础信息不合规定",
        PackageJournal "package_journal" "信息变动记录不连续",
        PackageLength "package_length" "文件的长度与目录不符",
        PackageMissing "package_missing" "档案包缺少文件",
        PackageName "package_name" "档案包内有不合规定的文件名",
        PackageRecord "package_record" "档案包的学籍记录不能读取",
        PackageSignature "package_signature" "档案包的签名不正确",
        PackageTooLarge "package_too_large" "档案包过大",
        PackageTooMany "package_too_many" "档案包内的文件过多",
        PackageUnreadable "package_unreadable" "不是学籍档案包",
        PackageVersion "package_version" "档案包的版本不能识别",
        PieceByPiece "piece_by_piece" "应逐件清点签收",
        ReasonNeeded "reason_needed" "没有写明理由",
        Sealed "sealed" "账号已停用或尚未确认",
        SignIn "sign_in" "登录不成功",
        Standing "standing" "学籍状态不允许合并",
        Status "status" "学籍状态不允许",
        Term "term" "学期不允许",
        Tied "tied" "与另一账号同属一人",
        TooMany "too_many" "查询次数过多",
        Unfinished "unfinished" "复核还没有完成",
        UploadDamaged "upload_damaged" "文件已损坏",
        UploadEmpty "upload_empty" "文件是空的",
        UploadEncrypted "upload_encrypted" "文件已加密",
        UploadTooComplex "upload_too_complex" "文件过于复杂",
        UploadTooManyBytes "upload_too_many_bytes" "文件过大",
        UploadTooManyPages "upload_too_many_pages" "页数过多",
        UploadTooManyPixels "upload_too_many_pixels" "像素过多",
        UploadWrongKind "upload_wrong_kind" "文件种类不对",
    }
    settled {
        Again "again" "已有一个档案包待放行" Basis::Article(15), "请等待主管领导放行。";
        AllRefused "all_refused" "所有项目都不同意" Basis::Procedure, "请改用「不予办理」并写明理由。";
        Anomalies "anomalies" "疑点还没有全部处理" Basis::Article(24), "请在核对表上说明每项疑点怎样处理。";
        Anomaly "anomaly" "没有这项疑点" Basis::Article(24), "请刷新页面查看最新的疑点。";
        AnotherChild "another_child" "学籍号属于另一名学生" Basis::Article(6), "不能接收。请与转出学校核对，并按问题学籍处理。";
        BadDivision "bad_division" "学校的区划代码不正确" Basis::Article(5), "请上级系统管理员更正学校的区划代码后再办理。";
        Blocked "blocked" "还有未办结的事项或未安置的学生" Basis::Article(9), "请先办结或安置，再提出这项变动。";
        ChangedSince "changed_since" "合并以后又有变动" Basis::Procedure, "如合并有误，请先核实以后的变动，再由学校在学生的学籍档案页上点“受理更正申请”办理。";
        ChangedSinceShown "changed_since_shown" "与页面上显示的不一致" Basis::Procedure, "页面上已是最新情况，请重新核对后再提交；您填写的内容仍在。";
        ClockSound "clock_sound" "系统时间没有异常" Basis::Procedure, "请刷新页面查看最新情况。";
        CodeExpired "code_expired" "校验码已过期" Basis::Procedure, "请把校验码一栏留空再提交一次，重新获取校验码。";
        CodeSent "code_sent" "校验码已发送" Basis::Procedure, "收到后请填写校验码，再提交一次；密码要重新输入。";
        CodeSpent "code_spent" "校验码已作废" Basis::Procedure, "请把校验码一栏留空再提交一次，重新获取校验码。";
        CodeWrong "code_wrong" "校验码不对" Basis::Procedure, "请核对收到的 6 位数字；收到多条的，以最新一条为准。";
        Complained "complained" "投诉还没有答复" Basis::Procedure, "请等答复以后再投诉。";
        Completion "completion" "没有已办结的毕业、结业或肄业" Basis::Article(13), "请先办结毕（结、肄）业，再发证。";
        ConsentWithdrawn "consent_withdrawn" "已撤回对选填信息的同意" Basis::Article(25), "如确需使用，请联系监护人重新同意。";
        Continued "continued" "学籍已由他校接续" Basis::Article(16), "如仍需档案包，请由现就读学校办理。";
        DuplicateColumns "duplicate_columns" "文件中有重复的列" Basis::Procedure, "请只保留正确的一列，删除多余的列后再上传。";
        DuplicateIdentity "duplicate_identity" "身份证件号已被占用" Basis::Article(6), "请核对证件；如确为同一学生，请按转学办理；如对方记录有误，请向学籍主管部门申请问题学籍处理。";
        DuplicatePossible "duplicate_possible" "疑似重复" Basis::Article(6), "请核对两名学生的证件；确认不是同一人的，请填写查重说明后再提交。";
        Elsewhere "elsewhere" "学籍在本系统另一所学校" Basis::Article(6), "请先按转学或升学把学籍转入本校，再接续档案。";
        Empty "empty" "文件里没有学生" Basis::Procedure, "请从第 3 行起填写后再上传（第 2 行是示例）。";
        Ended "ended" "学籍已经终止" Basis::Article(15), "请核对学生的学籍状态。";
        Expired "expired" "档案包已过下载期限" Basis::Article(15), "如对方没有收到，请重新申请制作。";
        Graduate "graduate" "应以升学为依据" Basis::Article(15), "请以升学事项为依据制作档案包。";
        ImportState "import_state" "导入的进度不允许" Basis::Procedure, "请刷新页面查看最新进度。";
        KindChanged "kind_changed" "补正改变了事项种类" Basis::Procedure, "请另行申请。";
        Leaving "leaving" "已准予转出，等待接收" Basis::Article(15), "请先登记档案移交函的回执；对方未接收的，请主管领导终止移交。";
        Listed "listed" "已列入移交清单" Basis::Article(15), "请先办结移交。";
        Looking "looking" "系统正在查找疑点" Basis::Article(24), "请稍后再办理。";
        Merged "merged" "学籍已并入另一份" Basis::Article(6), "请在保留的学籍中查看。";
        MissingColumns "missing_columns" "文件缺少列" Basis::Procedure, "请下载模板，不要删除或改写第 1 行的标题；改了名的列请改回原来的标题。";
        NoAuthority "no_authority" "没有学籍主管部门" Basis::Article(3), "请上级教育行政部门先在系统中确定学籍主管部门。";
        NoChannel "no_channel" "没有接通这种通知方式" Basis::Procedure, "请选择“不接收”，登录后在首页查看提醒；需要短信或邮件的，请联系系统管理员。";
        NoFields "no_fields" "不能逐项决定" Basis::Procedure, "请整体同意、退回或不予办理。";
        NoLoan "no_loan" "没有这次借阅" Basis::Article(8), "请刷新页面查看最新状态。";
        NoScans "no_scans" "不在这里上传材料" Basis::Procedure, "请在申请时上传。";
        NoUnit "no_unit" "账号不属于任何单位" Basis::Article(25), "请使用单位账号登录。";
        Nobody "nobody" "这一年没有毕（结、肄）业学生" Basis::Article(13), "请核对年份；事项办结后才列入名册。";
        NotAWorkbook "not_a_workbook" "不是能读的表格文件" Basis::Procedure, "请用 Excel 或 WPS 另存为 .xlsx 后再上传。";
        NotAddressed "not_addressed" "档案包不是移交给本校的" Basis::Article(15), "请退回转出学校，不要打开或保存。";
        NotAnswered "not_answered" "还有一方没有举证" Basis::Article(6), "各方举证或期限届满后再提出意见。";
        NotAppointed "not_appointed" "尚未任用，不得办理" Basis::Article(23), "请本单位主管领导在“学籍管理员”中登记任用后再办理。";
        NotAsked "not_asked" "没有人提出撤销合并" Basis::Article(6), "请先由本单位学籍管理员提出。";
        NotCompetent "not_competent" "不由本单位移交" Basis::Article(22), "请由学籍主管部门的学籍管理员办理。";
        NotDirectlyRun "not_directly_run" "不是直管学校" Basis::Article(18), "本校由所在县（区）教育行政部门主管，无需另行告知。";
        NotDone "not_done" "办件没有办理" Basis::Procedure, "请刷新待办列表，稍后重新勾选未办理的办件。";
        NotDrawn "not_drawn" "字库里没有的字" Basis::Procedure, "请核对是否输错；没有输错的，请把编码告诉系统管理员，为服务器装上生僻字字库后再打印。";
        NotExpired "not_expired" "档案包还没有过期" Basis::Article(15), "无需处理。";
        NotFound "not_found" "没有这一办件" Basis::Procedure, "请刷新待办列表后重新勾选。";
        NotGiven "not_given" "数据还没有提供" Basis::Article(25), "不再需要的，请由主管部门撤销批准。";
        NotInSchool "not_in_school" "不是在校学生" Basis::Article(5), "请先办结建籍或复学手续，再打印学生卡。";
        NotOnRecord "not_on_record" "没有学籍号" Basis::Article(15), "请先办结建籍手续。";
        NotRegistered "not_registered" "还没有建立学籍" Basis::Article(4), "请等学校办结建籍手续；录错的，由学校在建籍事项中补正。";
        NotReleased "not_released" "档案包还没有放行" Basis::Article(15), "请等待主管领导放行。";
        NotReturned "not_returned" "不是退回的事项" Basis::Procedure, "请查看事项当前的办理状态。";
        NotTheTemplate "not_the_template" "不是本系统的导入模板" Basis::Procedure, "请下载模板，把数据复制过去后再上传。";
        NotTrained "not_trained" "未经培训，不得上岗" Basis::Article(23), "请上级单位的系统管理员登记您的培训证书后再办理。";
        NothingAsked "nothing_asked" "没有选择要更正的信息" Basis::Procedure, "请至少选择一项。";
        NothingChanged "nothing_changed" "新值与现有记录相同" Basis::Procedure, "请填写正确的新值，或去掉这一项。";
        NumberExhausted "number_exhausted" "学籍号已经用完" Basis::Article(5), "请联系系统管理员。";
        Once "once" "每学期复核一次" Basis::Article(24), "每学期复核一次；上级已经发起的，请在上级的复核任务中办理。";
        OpenItems "open_items" "还有未移交的业务" Basis::Article(23), "请先把每一项移交给在岗并经培训的学籍管理员。";
        OwnAccount "own_account" "不能办理自己的账号" Basis::Procedure, "请由另一名管理员办理。";
        OwnCounty "own_county" "户口就在本县（区）" Basis::Article(22), "请按辍学学生管理。";
        OwnMaking "own_making" "本人建立的账号" Basis::Article(25), "请由本单位另一名管理员或上级单位的管理员办理。";
        PasswordClasses "password_classes" "密码的字符种类不够" Basis::Procedure, "请补充缺少的类别。";
        PasswordLength "password_length" "密码的长度不合要求" Basis::Procedure, "请改用更合适的长度。";
        PasswordLogin "password_login" "密码含有账号名" Basis::Procedure, "请去掉其中的账号名。";
        PasswordReused "password_reused" "最近用过的密码" Basis::Procedure, "请换一个新的密码。";
        PasswordWeak "password_weak" "密码太容易被猜到" Basis::Procedure, "请避免常见单词、生日和键盘顺序，可用几个不相关的词组合。";
        PrintedEarlier "printed_earlier" "整班打印文件不是当天打印的" Basis::Article(25), "请重新打印，写明用途后再下载。";
        ProofGone "proof_gone" "证明材料已不在" Basis::Article(10), "请刷新页面，重新上传后再提交。";
        ProofNeeded "proof_needed" "没有附证明文件" Basis::Article(10), "请拍照或扫描后上传。";
        Quiet "quiet" "刚找回账号的静默期" Basis::Procedure, "急需更正信息的，请带户口簿或其他证明文件到孩子的学校书面申请，由学校柜台受理。";
        Rated "rated" "已经评价过" Basis::Procedure, "每件事评价一次；还不满意的，可以投诉。";
        SameProvince "same_province" "接收学校在本省" Basis::Article(15), "请在“转学”或“升学”事项中办理。";
        SearchTail "search_tail" "号码后六位只在学校内查询" Basis::Procedure, "请输入完整的学籍号或证件号码，或输入姓名。";
        SearchTooShort "search_too_short" "查询内容太短" Basis::Procedure, "请输入姓名、至少两个拼音字母、完整的学籍号、证件号码或监护人电话；在本校内也可以输入号码的后六位。";
        SecondFactorSet "second_factor_set" "已经设置动态验证码" Basis::Procedure, "更换手机或验证器，请联系上级单位的安全管理员重置。";
        Signed "signed" "已经签过字" Basis::Article(23), "请等待另一方签字或主管领导确认。";
        Stage "stage" "学校没有这一学段" Basis::Article(14), "请核对转出学校移交的学生和本校的学段。";
        TelephoneChanged "telephone_changed" "登记的手机号刚变更" Basis::Article(10), "请学校在变更之后打印一张新的绑定码，由第二人核发，再凭它办理；或在变更满 7 天后再办理。";
        TemplateVersion "template_version" "模板的版本不对" Basis::Procedure, "请下载新模板，把数据复制过去后再上传。";
        TooLarge "too_large" "文件展开后太大" Basis::Procedure, "请只保留学生信息，去掉图片和多余的工作表。";
        TooLate "too_late" "已过可以撤销的期限" Basis::Article(6), "如合并有误，请由学校在学生的学籍档案页上点“受理更正申请”办理。";
        TooManyComplaints "too_many_complaints" "投诉的次数过多" Basis::Procedure, "请打电话给主管教育局。";
        TooManyLooks "too_many_looks" "一小时内查阅的学生过多" Basis::Article(25), "请在下一个整点之后再查阅；如确属工作需要，请与本单位主管领导和审计管理员联系。";
        TooManyMessages "too_many_messages" "一天内给监护人的留言过多" Basis::Procedure, "请明天再写；着急的，请打电话给监护人。";
        TooManyProofs "too_many_proofs" "证明材料过多" Basis::Procedure, "请先删除不需要的材料。";
        TooManyQuestions "too_many_questions" "没有答复的留言过多" Basis::Procedure, "请等答复以后再留言；着急的，请打电话给学校。";
        TooManyRows "too_many_rows" "文件的行过多" Basis::Procedure, "请分成几个文件上传。";
        TooManyScans "too_many_scans" "扫描件过多" Basis::Procedure, "请合并材料后再上传。";
        TransferFirst "transfer_first" "应先办理转学" Basis::Article(14), "请先在“转入学生”中办理转回，办结后再接续档案。";
        Unsigned "unsigned" "双方还没有都签字" Basis::Article(23), "请等待移交人和接收人签字。";
        UsedUp "used_up" "提供的次数已经用完" Basis::Article(25), "确需再次提供的，请重新申请。";
        WrongCode "wrong_code" "动态验证码不正确" Basis::Procedure, "请等待下一个验证码后再输入。";
    }
}

impl RefusalCode {
    /// Whether it says what a registrar lacks before doing any business: that is told also where the matter itself is not
    /// (第二十三条).
    pub fn bars_a_registrar(self) -> bool {
        matches!(self, Self::NotTrained | Self::NotAppointed)
    }

    /// The code that is called so; the item of that key where there is none. Of a key that is too long for one, its beginning.
    pub fn named(key: &str) -> Self {
        Self::own(key).unwrap_or_else(|| Self::Item(ItemName::beginning_of(key)))
    }

    pub(super) fn own(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == key)
    }
}
