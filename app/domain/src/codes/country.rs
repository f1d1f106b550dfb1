//! 国籍/地区 (GB/T 2659.1-2022, which is ISO 3166-1 with Chinese names): every country and region with its codes, in the order of their
//! names' pinyin behind China; and what stands there for a child who has no nationality.

use super::code_list;

macro_rules! countries {
    ($($variant:ident = $alpha_3:literal $alpha_2:literal $numeric:literal $label:literal,)*) => {
        code_list! {
            /// A country or region by its three letters and its Chinese short name (GB/T 2659)
            Country {
                $($variant = $alpha_3 $label,)*
            }
        }

        impl Country {
            /// The two letters.
            pub fn alpha_2(self) -> &'static str {
                match self { $(Self::$variant => $alpha_2,)* }
            }

            /// The three digits.
            pub fn numeric(self) -> &'static str {
                match self { $(Self::$variant => $numeric,)* }
            }
        }

        /// What can stand for 国籍/地区: the countries and regions, and at the end the values that are none.
        pub(super) const NATIONALITIES: &[(&str, &str)] = &[
            $(($alpha_3, $label),)*
            ("XXA", "无国籍"),
            ("ZZZ", "国籍不详"),
        ];
    };
}

code_list! {
    /// Who has no nationality, or none that is known: no countries, values of this system beside the standard. The first is what travel
    /// documents of stateless persons bear (ICAO 9303).
    NoNationality {
        Stateless = "XXA" "无国籍",
        Unknown = "ZZZ" "国籍不详",
    }
}

impl Country {
    /// The country with these two letters.
    pub fn from_alpha_2(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|country| country.alpha_2() == code)
    }

    /// The country with these three digits.
    pub fn from_numeric(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|country| country.numeric() == code)
    }

    /// Whether it is China with its regions: whoever belongs there is no foreigner.
    pub fn is_of_china(self) -> bool {
        matches!(self, Self::Chn | Self::Hkg | Self::Mac | Self::Twn)
    }

    /// The name by which addresses begin: without what stands in brackets.
    pub fn plain_name(self) -> &'static str {
        self.label().split('（').next().unwrap_or_default()
    }
}

countries! {
    Chn = "CHN" "CN" "156" "中国",
    Hkg = "HKG" "HK" "344" "中国香港",
    Mac = "MAC" "MO" "446" "中国澳门",
    Twn = "TWN" "TW" "158" "中国台湾",
    Alb = "ALB" "AL" "008" "阿尔巴尼亚",
    Dza = "DZA" "DZ" "012" "阿尔及利亚",
    Afg = "AFG" "AF" "004" "阿富汗",
    Arg = "ARG" "AR" "032" "阿根廷",
    Are = "ARE" "AE" "784" "阿联酋",
    Abw = "ABW" "AW" "533" "阿鲁巴",
    Omn = "OMN" "OM" "512" "阿曼",
    Aze = "AZE" "AZ" "031" "阿塞拜疆",
    Irl = "IRL" "IE" "372" "爱尔兰",
    Egy = "EGY" "EG" "818" "埃及",
    Eth = "ETH" "ET" "231" "埃塞俄比亚",
    Est = "EST" "EE" "233" "爱沙尼亚",
    And = "AND" "AD" "020" "安道尔",
    Ago = "AGO" "AO" "024" "安哥拉",
    Aia = "AIA" "AI" "660" "安圭拉",
    Atg = "ATG" "AG" "028" "安提瓜和巴布达",
    Aus = "AUS" "AU" "036" "澳大利亚",
    Aut = "AUT" "AT" "040" "奥地利",
    Ala = "ALA" "AX" "248" "奥兰群岛",
    Brb = "BRB" "BB" "052" "巴巴多斯",
    Png = "PNG" "PG" "598" "巴布亚新几内亚",
    Bhs = "BHS" "BS" "044" "巴哈马",
    Pak = "PAK" "PK" "586" "巴基斯坦",
    Pry = "PRY" "PY" "600" "巴拉圭",
    Pse = "PSE" "PS" "275" "巴勒斯坦",
    Bhr = "BHR" "BH" "048" "巴林",
    Pan = "PAN" "PA" "591" "巴拿马",
    Bra = "BRA" "BR" "076" "巴西",
    Blr = "BLR" "BY" "112" "白俄罗斯",
    Bmu = "BMU" "BM" "060" "百慕大",
    Bgr = "BGR" "BG" "100" "保加利亚",
    Mnp = "MNP" "MP" "580" "北马里亚纳群岛",
    Mkd = "MKD" "MK" "807" "北马其顿",
    Ben = "BEN" "BJ" "204" "贝宁",
    Bel = "BEL" "BE" "056" "比利时",
    Per = "PER" "PE" "604" "秘鲁",
    Isl = "ISL" "IS" "352" "冰岛",
    Bwa = "BWA" "BW" "072" "博茨瓦纳",
    Pri = "PRI" "PR" "630" "波多黎各",
    Bih = "BIH" "BA" "070" "波黑",
    Pol = "POL" "PL" "616" "波兰",
    Bol = "BOL" "BO" "068" "玻利维亚",
    Blz = "BLZ" "BZ" "084" "伯利兹",
    Btn = "BTN" "BT" "064" "不丹",
    Bfa = "BFA" "BF" "854" "布基纳法索",
    Bdi = "BDI" "BI" "108" "布隆迪",
    Bvt = "BVT" "BV" "074" "布韦岛",
    Prk = "PRK" "KP" "408" "朝鲜",
    Gnq = "GNQ" "GQ" "226" "赤道几内亚",
    Dnk = "DNK" "DK" "208" "丹麦",
    Deu = "DEU" "DE" "276" "德国",
    Tls = "TLS" "TL" "626" "东帝汶",
    Tgo = "TGO" "TG" "768" "多哥",
    Dom = "DOM" "DO" "214" "多米尼加",
    Dma = "DMA" "DM" "212" "多米尼克",
    Ecu = "ECU" "EC" "218" "厄瓜多尔",
    Eri = "ERI" "ER" "232" "厄立特里亚",
    Rus = "RUS" "RU" "643" "俄罗斯",
    Fra = "FRA" "FR" "250" "法国",
    Fro = "FRO" "FO" "234" "法罗群岛",
    Pyf = "PYF" "PF" "258" "法属波利尼西亚",
    Guf = "GUF" "GF" "254" "法属圭亚那",
    Atf = "ATF" "TF" "260" "法属南部领地",
    Maf = "MAF" "MF" "663" "法属圣马丁",
    Vat = "VAT" "VA" "336" "梵蒂冈",
    Fji = "FJI" "FJ" "242" "斐济",
    Phl = "PHL" "PH" "608" "菲律宾",
    Fin = "FIN" "FI" "246" "芬兰",
    Cpv = "CPV" "CV" "132" "佛得角",
    Flk = "FLK" "FK" "238" "福克兰群岛（马尔维纳斯）",
    Gmb = "GMB" "GM" "270" "冈比亚",
    Cog = "COG" "CG" "178" "刚果（布）",
    Cod = "COD" "CD" "180" "刚果（金）",
    Grd = "GRD" "GD" "308" "格林纳达",
    Grl = "GRL" "GL" "304" "格陵兰",
    Geo = "GEO" "GE" "268" "格鲁吉亚",
    Col = "COL" "CO" "170" "哥伦比亚",
    Cri = "CRI" "CR" "188" "哥斯达黎加",
    Ggy = "GGY" "GG" "831" "根西岛",
    Cub = "CUB" "CU" "192" "古巴",
    Glp = "GLP" "GP" "312" "瓜德罗普",
    Gum = "GUM" "GU" "316" "关岛",
    Guy = "GUY" "GY" "328" "圭亚那",
    Kaz = "KAZ" "KZ" "398" "哈萨克斯坦",
    Hti = "HTI" "HT" "332" "海地",
    Kor = "KOR" "KR" "410" "韩国",
    Hmd = "HMD" "HM" "334" "赫德岛和麦克唐纳群岛",
    Nld = "NLD" "NL" "528" "荷兰",
    Bes = "BES" "BQ" "535" "荷兰加勒比区",
    Sxm = "SXM" "SX" "534" "荷属圣马丁",
    Mne = "MNE" "ME" "499" "黑山",
    Hnd = "HND" "HN" "340" "洪都拉斯",
    Dji = "DJI" "DJ" "262" "吉布提",
    Kgz = "KGZ" "KG" "417" "吉尔吉斯斯坦",
    Kir = "KIR" "KI" "296" "基里巴斯",
    Gin = "GIN" "GN" "324" "几内亚",
    Gnb = "GNB" "GW" "624" "几内亚比绍",
    Gha = "GHA" "GH" "288" "加纳",
    Can = "CAN" "CA" "124" "加拿大",
    Gab = "GAB" "GA" "266" "加蓬",
    Khm = "KHM" "KH" "116" "柬埔寨",
    Cze = "CZE" "CZ" "203" "捷克",
    Zwe = "ZWE" "ZW" "716" "津巴布韦",
    Cmr = "CMR" "CM" "120" "喀麦隆",
    Qat = "QAT" "QA" "634" "卡塔尔",
    Cym = "CYM" "KY" "136" "开曼群岛",
    Cck = "CCK" "CC" "166" "科科斯（基林）群岛",
    Hrv = "HRV" "HR" "191" "克罗地亚",
    Com = "COM" "KM" "174" "科摩罗",
    Civ = "CIV" "CI" "384" "科特迪瓦",
    Kwt = "KWT" "KW" "414" "科威特",
    Ken = "KEN" "KE" "404" "肯尼亚",
    Cok = "COK" "CK" "184" "库克群岛",
    Cuw = "CUW" "CW" "531" "库拉索",
    Lva = "LVA" "LV" "428" "拉脱维亚",
    Lso = "LSO" "LS" "426" "莱索托",
    Lao = "LAO" "LA" "418" "老挝",
    Lbn = "LBN" "LB" "422" "黎巴嫩",
    Lbr = "LBR" "LR" "430" "利比里亚",
    Lby = "LBY" "LY" "434" "利比亚",
    Ltu = "LTU" "LT" "440" "立陶宛",
    Lie = "LIE" "LI" "438" "列支敦士登",
    Reu = "REU" "RE" "638" "留尼汪",
    Lux = "LUX" "LU" "442" "卢森堡",
    Rwa = "RWA" "RW" "646" "卢旺达",
    Rou = "ROU" "RO" "642" "罗马尼亚",
    Mdg = "MDG" "MG" "450" "马达加斯加",
    Imn = "IMN" "IM" "833" "马恩岛",
    Mdv = "MDV" "MV" "462" "马尔代夫",
    Mlt = "MLT" "MT" "470" "马耳他",
    Mwi = "MWI" "MW" "454" "马拉维",
    Mys = "MYS" "MY" "458" "马来西亚",
    Mli = "MLI" "ML" "466" "马里",
    Mhl = "MHL" "MH" "584" "马绍尔群岛",
    Mtq = "MTQ" "MQ" "474" "马提尼克",
    Myt = "MYT" "YT" "175" "马约特",
    Mus = "MUS" "MU" "480" "毛里求斯",
    Mrt = "MRT" "MR" "478" "毛里塔尼亚",
    Usa = "USA" "US" "840" "美国",
    Umi = "UMI" "UM" "581" "美国本土外小岛屿",
    Asm = "ASM" "AS" "016" "美属萨摩亚",
    Vir = "VIR" "VI" "850" "美属维尔京群岛",
    Mng = "MNG" "MN" "496" "蒙古",
    Bgd = "BGD" "BD" "050" "孟加拉国",
    Msr = "MSR" "MS" "500" "蒙特塞拉特",
    Fsm = "FSM" "FM" "583" "密克罗尼西亚联邦",
    Mmr = "MMR" "MM" "104" "缅甸",
    Mda = "MDA" "MD" "498" "摩尔多瓦",
    Mar = "MAR" "MA" "504" "摩洛哥",
    Mco = "MCO" "MC" "492" "摩纳哥",
    Moz = "MOZ" "MZ" "508" "莫桑比克",
    Mex = "MEX" "MX" "484" "墨西哥",
    Nam = "NAM" "NA" "516" "纳米比亚",
    Zaf = "ZAF" "ZA" "710" "南非",
    Ata = "ATA" "AQ" "010" "南极洲",
    Sgs = "SGS" "GS" "239" "南乔治亚岛和南桑德韦奇岛",
    Ssd = "SSD" "SS" "728" "南苏丹",
    Nru = "NRU" "NR" "520" "瑙鲁",
    Nic = "NIC" "NI" "558" "尼加拉瓜",
    Npl = "NPL" "NP" "524" "尼泊尔",
    Ner = "NER" "NE" "562" "尼日尔",
    Nga = "NGA" "NG" "566" "尼日利亚",
    Niu = "NIU" "NU" "570" "纽埃",
    Nfk = "NFK" "NF" "574" "诺福克岛",
    Nor = "NOR" "NO" "578" "挪威",
    Plw = "PLW" "PW" "585" "帕劳",
    Pcn = "PCN" "PN" "612" "皮特凯恩群岛",
    Prt = "PRT" "PT" "620" "葡萄牙",
    Jpn = "JPN" "JP" "392" "日本",
    Swe = "SWE" "SE" "752" "瑞典",
    Che = "CHE" "CH" "756" "瑞士",
    Slv = "SLV" "SV" "222" "萨尔瓦多",
    Wsm = "WSM" "WS" "882" "萨摩亚",
    Srb = "SRB" "RS" "688" "塞尔维亚",
    Sle = "SLE" "SL" "694" "塞拉利昂",
    Sen = "SEN" "SN" "686" "塞内加尔",
    Cyp = "CYP" "CY" "196" "塞浦路斯",
    Syc = "SYC" "SC" "690" "塞舌尔",
    Sau = "SAU" "SA" "682" "沙特阿拉伯",
    Blm = "BLM" "BL" "652" "圣巴泰勒米",
    Cxr = "CXR" "CX" "162" "圣诞岛",
    Stp = "STP" "ST" "678" "圣多美和普林西比",
    Shn = "SHN" "SH" "654" "圣赫勒拿、阿森松和特里斯坦-达库尼亚",
    Kna = "KNA" "KN" "659" "圣基茨和尼维斯",
    Lca = "LCA" "LC" "662" "圣卢西亚",
    Smr = "SMR" "SM" "674" "圣马力诺",
    Spm = "SPM" "PM" "666" "圣皮埃尔和密克隆",
    Vct = "VCT" "VC" "670" "圣文森特和格林纳丁斯",
    Lka = "LKA" "LK" "144" "斯里兰卡",
    Svk = "SVK" "SK" "703" "斯洛伐克",
    Svn = "SVN" "SI" "705" "斯洛文尼亚",
    Sjm = "SJM" "SJ" "744" "斯瓦尔巴岛和扬马延岛",
    Swz = "SWZ" "SZ" "748" "斯威士兰",
    Sdn = "SDN" "SD" "729" "苏丹",
    Sur = "SUR" "SR" "740" "苏里南",
    Slb = "SLB" "SB" "090" "所罗门群岛",
    Som = "SOM" "SO" "706" "索马里",
    Tjk = "TJK" "TJ" "762" "塔吉克斯坦",
    Tha = "THA" "TH" "764" "泰国",
    Tza = "TZA" "TZ" "834" "坦桑尼亚",
    Ton = "TON" "TO" "776" "汤加",
    Tca = "TCA" "TC" "796" "特克斯和凯科斯群岛",
    Tto = "TTO" "TT" "780" "特立尼达和多巴哥",
    Tur = "TUR" "TR" "792" "土耳其",
    Tkm = "TKM" "TM" "795" "土库曼斯坦",
    Tun = "TUN" "TN" "788" "突尼斯",
    Tuv = "TUV" "TV" "798" "图瓦卢",
    Tkl = "TKL" "TK" "772" "托克劳",
    Wlf = "WLF" "WF" "876" "瓦利斯和富图纳",
    Vut = "VUT" "VU" "548" "瓦努阿图",
    Gtm = "GTM" "GT" "320" "危地马拉",
    Ven = "VEN" "VE" "862" "委内瑞拉",
    Brn = "BRN" "BN" "096" "文莱",
    Uga = "UGA" "UG" "800" "乌干达",
    Ukr = "UKR" "UA" "804" "乌克兰",
    Ury = "URY" "UY" "858" "乌拉圭",
    Uzb = "UZB" "UZ" "860" "乌兹别克斯坦",
    Esp = "ESP" "ES" "724" "西班牙",
    Grc = "GRC" "GR" "300" "希腊",
    Esh = "ESH" "EH" "732" "西撒哈拉",
    Sgp = "SGP" "SG" "702" "新加坡",
    Ncl = "NCL" "NC" "540" "新喀里多尼亚",
    Nzl = "NZL" "NZ" "554" "新西兰",
    Hun = "HUN" "HU" "348" "匈牙利",
    Syr = "SYR" "SY" "760" "叙利亚",
    Jam = "JAM" "JM" "388" "牙买加",
    Arm = "ARM" "AM" "051" "亚美尼亚",
    Yem = "YEM" "YE" "887" "也门",
    Ita = "ITA" "IT" "380" "意大利",
    Irq = "IRQ" "IQ" "368" "伊拉克",
    Irn = "IRN" "IR" "364" "伊朗",
    Isr = "ISR" "IL" "376" "以色列",
    Ind = "IND" "IN" "356" "印度",
    Idn = "IDN" "ID" "360" "印度尼西亚",
    Gbr = "GBR" "GB" "826" "英国",
    Vgb = "VGB" "VG" "092" "英属维尔京群岛",
    Iot = "IOT" "IO" "086" "英属印度洋领地",
    Jor = "JOR" "JO" "400" "约旦",
    Vnm = "VNM" "VN" "704" "越南",
    Zmb = "ZMB" "ZM" "894" "赞比亚",
    Jey = "JEY" "JE" "832" "泽西岛",
    Tcd = "TCD" "TD" "148" "乍得",
    Gib = "GIB" "GI" "292" "直布罗陀",
    Chl = "CHL" "CL" "152" "智利",
    Caf = "CAF" "CF" "140" "中非",
}
