//! The code lists of the form (GB/T 2261, 3304, 4761, 4762; 2659 is in `country.rs`; JY/T 1001; the national form's own subsets).

use super::code_list;

code_list! {
    /// 性别 (GB/T 2261.1; the form takes 1 and 2 only)
    Sex {
        Male = "1" "男",
        Female = "2" "女",
    }
}

code_list! {
    /// 是否标志
    YesNo {
        Yes = "1" "是",
        No = "0" "否",
    }
}

code_list! {
    /// 民族 (GB/T 3304)
    Ethnicity {
        E01 = "01" "汉族",
        E02 = "02" "蒙古族",
        E03 = "03" "回族",
        E04 = "04" "藏族",
        E05 = "05" "维吾尔族",
        E06 = "06" "苗族",
        E07 = "07" "彝族",
        E08 = "08" "壮族",
        E09 = "09" "布依族",
        E10 = "10" "朝鲜族",
        E11 = "11" "满族",
        E12 = "12" "侗族",
        E13 = "13" "瑶族",
        E14 = "14" "白族",
        E15 = "15" "土家族",
        E16 = "16" "哈尼族",
        E17 = "17" "哈萨克族",
        E18 = "18" "傣族",
        E19 = "19" "黎族",
        E20 = "20" "傈僳族",
        E21 = "21" "佤族",
        E22 = "22" "畲族",
        E23 = "23" "高山族",
        E24 = "24" "拉祜族",
        E25 = "25" "水族",
        E26 = "26" "东乡族",
        E27 = "27" "纳西族",
        E28 = "28" "景颇族",
        E29 = "29" "柯尔克孜族",
        E30 = "30" "土族",
        E31 = "31" "达斡尔族",
        E32 = "32" "仫佬族",
        E33 = "33" "羌族",
        E34 = "34" "布朗族",
        E35 = "35" "撒拉族",
        E36 = "36" "毛南族",
        E37 = "37" "仡佬族",
        E38 = "38" "锡伯族",
        E39 = "39" "阿昌族",
        E40 = "40" "普米族",
        E41 = "41" "塔吉克族",
        E42 = "42" "怒族",
        E43 = "43" "乌孜别克族",
        E44 = "44" "俄罗斯族",
        E45 = "45" "鄂温克族",
        E46 = "46" "德昂族",
        E47 = "47" "保安族",
        E48 = "48" "裕固族",
        E49 = "49" "京族",
        E50 = "50" "塔塔尔族",
        E51 = "51" "独龙族",
        E52 = "52" "鄂伦春族",
        E53 = "53" "赫哲族",
        E54 = "54" "门巴族",
        E55 = "55" "珞巴族",
        E56 = "56" "基诺族",
        Other = "97" "其他",
        Foreign = "98" "外国血统中国籍人士",
    }
}

code_list! {
    /// 港澳台侨外
    HmtStatus {
        No = "00" "否",
        HongKong = "01" "香港同胞",
        HongKongKin = "02" "香港同胞亲属",
        Macao = "03" "澳门同胞",
        MacaoKin = "04" "澳门同胞亲属",
        Taiwan = "05" "台湾同胞",
        TaiwanKin = "06" "台湾同胞亲属",
        Overseas = "11" "华侨",
        OverseasKin = "12" "侨眷",
        Returned = "13" "归侨",
        ReturnedChild = "14" "归侨子女",
        ReturnedStudent = "21" "归国留学人员",
        NonEthnicChinese = "31" "非华裔中国人",
        EthnicChineseForeigner = "41" "外籍华裔人",
        Foreigner = "51" "外国人",
        Other = "99" "其他",
    }
}

code_list! {
    /// 政治面貌 (GB/T 4762)
    PoliticalStatus {
        PartyMember = "01" "中共党员",
        Probationary = "02" "中共预备党员",
        LeagueMember = "03" "共青团员",
        Minge = "04" "民革党员",
        Minmeng = "05" "民盟盟员",
        Minjian = "06" "民建会员",
        Minjin = "07" "民进会员",
        Nonggong = "08" "农工党党员",
        Zhigong = "09" "致公党党员",
        Jiusan = "10" "九三学社社员",
        Taimeng = "11" "台盟盟员",
        NonParty = "12" "无党派人士",
        Masses = "13" "群众",
        /// A value of this system: the standard has none for the children of the Pioneers, who are 群众 in it.
        Pioneer = "91" "少先队员",
    }
}

code_list! {
    /// 健康状况 (the form's values of GB/T 2261.3)
    Health {
        Good = "10" "健康或良好",
        Fair = "20" "一般或较弱",
        Chronic = "30" "有慢性病",
        Defect = "40" "有生理缺陷",
        Disabled = "50" "残疾",
    }
}

code_list! {
    /// 户口性质
    HukouKind {
        /// Of booklets from before the two were made one (国发〔2014〕25号); so is the next.
        Agricultural = "1" "农业户口",
        NonAgricultural = "2" "非农业户口",
        /// What booklets say today; a value of this system, as is the next: the national list has none yet.
        ResidentFamily = "3" "居民家庭户口",
        ResidentCollective = "4" "居民集体户口",
    }
}

code_list! {
    /// 入学方式
    EntryMode {
        Nearby = "11" "就近入学",
        OtherCompulsory = "12" "其他",
        Exam = "21" "统一招生考试/普通入学",
        Sports = "22" "体育特招",
        Arts = "23" "艺术特招",
        Other = "99" "其他方式",
    }
}

code_list! {
    /// 就读方式
    AttendanceMode {
        Day = "1" "走读",
        Boarding = "2" "住校",
        /// A value of this system: the national list has none for who is taught at home (第六条).
        Home = "3" "送教上门",
    }
}

code_list! {
    /// 学生来源
    PupilSource {
        Normal = "1" "正常入学",
        Visiting = "2" "借读",
        Other = "9" "其他",
    }
}

code_list! {
    /// 留守儿童
    LeftBehind {
        No = "0" "非留守儿童",
        OneParent = "1" "单亲留守儿童",
        BothParents = "2" "双亲留守儿童",
    }
}

code_list! {
    /// 随班就读
    InclusiveSchooling {
        No = "0" "非随班就读",
        Sight = "1" "视力残疾随班就读",
        Hearing = "2" "听力残疾随班就读",
        Intellect = "3" "智力残疾随班就读",
        Other = "9" "其他残疾随班就读",
    }
}

code_list! {
    /// 残疾类型
    Disability {
        None = "0" "无残疾",
        Sight = "1" "视力残疾",
        Hearing = "2" "听力残疾",
        Speech = "3" "言语残疾",
        Limbs = "4" "肢体残疾",
        Intellect = "5" "智力残疾",
        Mind = "6" "精神残疾",
        Multiple = "7" "多重残疾",
        Other = "9" "其他残疾",
    }
}

code_list! {
    /// 上下学交通方式
    CommuteMode {
        Walk = "1" "步行",
        Cycle = "2" "自行车（含摩托车、电动自行车）",
        Public = "3" "公共交通（含城市公交、农村客运、地铁）",
        Parent = "4" "家长自行接送",
        SchoolBus = "5" "校车",
        Other = "9" "其他",
    }
}

code_list! {
    /// 家庭关系 (the form's subset of GB/T 4761)
    Kinship {
        Father = "51" "父亲",
        Mother = "52" "母亲",
        Grandparent = "60" "祖父母或外祖父母",
        Sibling = "70" "兄弟姐妹",
        OtherKin = "97" "其他亲属",
        NotKin = "99" "非亲属",
    }
}

code_list! {
    /// 学生当前状态 (JY/T 1001 XSDQZT)
    PupilStatus {
        InSchool = "01" "在读",
        Suspended = "02" "休学",
        Withdrawn = "03" "退学",
        Stopped = "04" "停学",
        Resumed = "05" "复学",
        /// Who has dropped out of compulsory education: the list has no other code for it.
        Lost = "06" "流失（辍学）",
        Graduated = "07" "毕业",
        Completed = "08" "结业",
        Incomplete = "09" "肄业",
        TransferredOut = "10" "转学（转出）",
        Dead = "11" "死亡",
        PlaceKept = "12" "保留入学资格",
        SentAbroad = "13" "公派出国",
        Expelled = "14" "开除",
        Missing = "15" "下落不明",
        /// A value of this system: the list has none for who goes to school abroad at own cost; 99 in exchange files.
        Abroad = "91" "出境就读",
        Other = "99" "其他",
    }
}

code_list! {
    /// 毕业去向 (JY/T 1001 BYQX)
    Destination {
        Undergraduate = "11" "普通高校本科",
        HigherVocational = "12" "普通高校高职（专科）",
        SecondaryVocational = "13" "职业高中、中专或技工学校",
        SeniorMiddle = "15" "普通高中",
        JuniorMiddle = "16" "普通初中",
        Work = "20" "就业",
        Army = "30" "参军",
        Abroad = "40" "出国",
        HongKongMacaoTaiwan = "50" "赴港澳台",
        Waiting = "60" "待就业",
        Other = "99" "其他",
    }
}

code_list! {
    /// 身份证件类型 (JY/T 1001 SFZJLX, the subset of the pupils' form; C from the newer national system)
    DocumentKind {
        ResidentCard = "1" "居民身份证",
        HongKong = "6" "香港特区护照/身份证明",
        Macao = "7" "澳门特区护照/身份证明",
        Taiwan = "8" "台湾居民来往大陆通行证",
        ForeignPermanent = "9" "境外永久居住证",
        Passport = "A" "护照",
        HmtResidence = "C" "港澳台居民居住证",
        None = "Z" "其他（无证件）",
    }
}
