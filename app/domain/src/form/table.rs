//! The 72 items as data, one row an item, numbered as printed; behind them what the national form has not.

use super::block::{Block, FieldKind};
use super::field::{Entry, Field};
use crate::codes::CodeList;

/// Every item, in the printed order. Nothing is mandatory, key data, masked or open to guardians unless it says so.
/// Whether it is statutory says `privacy::table`.
#[rustfmt::skip]
pub(super) const TABLE: [Entry; 74] = [
    item(Field::Name, "name", "姓名", Block::Identity, FieldKind::Name).mandatory().key_data().guardian().hint("与户口簿一致，外国学生与护照一致；少数民族姓名中的点用“·”"),
    item(Field::Sex, "sex", "性别", Block::Identity, FieldKind::Code(CodeList::Sex)).mandatory().key_data().guardian(),
    item(Field::BirthDate, "birth_date", "出生日期", Block::Identity, FieldKind::Date).mandatory().key_data().sensitive().guardian().hint("例如 2019-09-01"),
    item(Field::BirthPlace, "birth_place", "出生地", Block::Identity, FieldKind::Division).mandatory().guardian().hint("写到县（区），例如 江苏省南京市玄武区，也可填行政区划代码；出生在境外的填国家或地区名称"),
    item(Field::NativePlace, "native_place", "籍贯", Block::Identity, FieldKind::Text(20)).mandatory().guardian().hint("省、市、县，例如 江苏省南京市"),
    item(Field::Ethnicity, "ethnicity", "民族", Block::Identity, FieldKind::Code(CodeList::Ethnicity)).mandatory().guardian(),
    item(Field::Nationality, "nationality", "国籍/地区", Block::Identity, FieldKind::Code(CodeList::Nationality)).mandatory().guardian().hint("没有任何国家国籍的选“无国籍”"),
    item(Field::IdKind, "id_kind", "身份证件类型", Block::Identity, FieldKind::Code(CodeList::DocumentKind)).mandatory().key_data().guardian(),
    item(Field::IdNumber, "id_number", "身份证件号", Block::Identity, FieldKind::Document).key_data().sensitive().guardian().hint("除“其他（无证件）”外都要填写"),
    item(Field::HmtStatus, "hmt_status", "港澳台侨外", Block::Identity, FieldKind::Code(CodeList::HmtStatus)).mandatory().guardian(),
    item(Field::Political, "political", "政治面貌", Block::Identity, FieldKind::Code(CodeList::PoliticalStatus)),
    item(Field::Health, "health", "健康状况", Block::Identity, FieldKind::Code(CodeList::Health)).mandatory().guardian(),
    item(Field::Photo, "photo", "照片", Block::Identity, FieldKind::Photo).hint("由学校统一采集"),
    item(Field::Pinyin, "pinyin", "姓名拼音", Block::Auxiliary, FieldKind::Pinyin).guardian().hint("例如 ZHANG SAN"),
    item(Field::FormerName, "former_name", "曾用名", Block::Auxiliary, FieldKind::Name).sensitive().guardian(),
    item(Field::IdValidity, "id_validity", "身份证件有效期", Block::Auxiliary, FieldKind::Validity).guardian().hint("例如 2016.06.01-2026.06.01"),
    item(Field::HukouPlace, "hukou_place", "户口所在地", Block::Auxiliary, FieldKind::Division).mandatory().guardian().hint("写到县（区），例如 江苏省南京市玄武区，也可填行政区划代码；没有户口的（港澳台学生、外国学生、无国籍学生，尚未落户的）留空"),
    item(Field::HukouKind, "hukou_kind", "户口性质", Block::Auxiliary, FieldKind::Code(CodeList::HukouKind)).mandatory().guardian(),
    item(Field::Talent, "talent", "特长", Block::Auxiliary, FieldKind::Text(60)).guardian(),
    item(Field::AuxNumber, "aux_number", "学籍辅号", Block::Record, FieldKind::Text(30)),
    item(Field::ClassNumber, "class_number", "班内学号", Block::Record, FieldKind::Text(10)),
    item(Field::Grade, "grade", "年级", Block::Record, FieldKind::Grade).mandatory().hint("例如 小学一年级"),
    item(Field::ClassName, "class_name", "班级", Block::Record, FieldKind::Text(20)).mandatory().hint("例如 1班"),
    item(Field::EntryMonth, "entry_month", "入学年月", Block::Record, FieldKind::YearMonth).mandatory().hint("本学段起始年级的入学年月，例如 202609"),
    item(Field::EntryMode, "entry_mode", "入学方式", Block::Record, FieldKind::Code(CodeList::EntryMode)).mandatory(),
    item(Field::Attendance, "attendance", "就读方式", Block::Record, FieldKind::Code(CodeList::AttendanceMode)).mandatory(),
    item(Field::Source, "source", "学生来源", Block::Record, FieldKind::Code(CodeList::PupilSource)),
    item(Field::CurrentAddress, "current_address", "现住址", Block::Contact, FieldKind::Text(120)).mandatory().sensitive().guardian().hint("写到门牌号"),
    item(Field::MailAddress, "mail_address", "通信地址", Block::Contact, FieldKind::Text(120)).mandatory().sensitive().guardian(),
    item(Field::HomeAddress, "home_address", "家庭地址", Block::Contact, FieldKind::Text(120)).mandatory().sensitive().guardian(),
    item(Field::Phone, "phone", "联系电话", Block::Contact, FieldKind::Phone).mandatory().sensitive().guardian().hint("手机或带区号的座机"),
    item(Field::Postcode, "postcode", "邮政编码", Block::Contact, FieldKind::Postcode).mandatory().guardian().hint("6 位数字"),
    item(Field::Email, "email", "电子信箱", Block::Contact, FieldKind::Text(60)).sensitive().guardian(),
    item(Field::Homepage, "homepage", "主页地址", Block::Contact, FieldKind::Text(120)).guardian(),
    item(Field::OnlyChild, "only_child", "是否独生子女", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::Preschool, "preschool", "是否受过学前教育", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::LeftBehind, "left_behind", "是否留守儿童", Block::Extended, FieldKind::Code(CodeList::LeftBehind)).mandatory().guardian(),
    item(Field::Migrant, "migrant", "是否进城务工人员随迁子女", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::Orphan, "orphan", "是否孤儿", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().sensitive().guardian(),
    item(Field::Martyr, "martyr", "是否烈士或优抚子女", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::Inclusive, "inclusive", "随班就读", Block::Extended, FieldKind::Code(CodeList::InclusiveSchooling)).sensitive(),
    item(Field::Disability, "disability", "残疾类型", Block::Extended, FieldKind::Code(CodeList::Disability)).sensitive().guardian(),
    item(Field::BoughtPlace, "bought_place", "是否由政府购买学位", Block::Extended, FieldKind::Code(CodeList::YesNo)),
    item(Field::NeedsAid, "needs_aid", "是否需要申请资助", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().sensitive().guardian(),
    item(Field::GetsAid, "gets_aid", "是否享受一补", Block::Extended, FieldKind::Code(CodeList::YesNo)).mandatory().sensitive(),
    item(Field::Distance, "distance", "上下学距离", Block::Commute, FieldKind::Integer(500)).guardian().hint("整数，单位：公里"),
    item(Field::CommuteMode, "commute_mode", "上下学交通方式", Block::Commute, FieldKind::Code(CodeList::CommuteMode)).guardian(),
    item(Field::SchoolBus, "school_bus", "是否需要乘坐校车", Block::Commute, FieldKind::Code(CodeList::YesNo)).guardian(),
    item(Field::Member1Name, "member1_name", "成员一姓名", Block::Member1, FieldKind::Name).mandatory().sensitive().guardian().hint("监护人是机构的填联系人"),
    item(Field::Member1Kinship, "member1_kinship", "成员一关系", Block::Member1, FieldKind::Code(CodeList::Kinship)).mandatory().guardian(),
    item(Field::Member1KinshipNote, "member1_kinship_note", "成员一关系说明", Block::Member1, FieldKind::Text(40)).guardian().hint("关系为非亲属时填写；监护人是机构的填机构全称"),
    item(Field::Member1Ethnicity, "member1_ethnicity", "成员一民族", Block::Member1, FieldKind::Code(CodeList::Ethnicity)).guardian(),
    item(Field::Member1Workplace, "member1_workplace", "成员一工作单位", Block::Member1, FieldKind::Text(60)).sensitive().guardian(),
    item(Field::Member1Address, "member1_address", "成员一现住址", Block::Member1, FieldKind::Text(120)).mandatory().sensitive().guardian().hint("住在境外的从国家或地区写起"),
    item(Field::Member1Hukou, "member1_hukou", "成员一户口所在地", Block::Member1, FieldKind::Division).guardian().hint("写到县（区）；持居民身份证的须填写"),
    item(Field::Member1Phone, "member1_phone", "成员一联系电话", Block::Member1, FieldKind::Phone).mandatory().sensitive().guardian().hint("境外号码以“+”和国家或地区号开头"),
    item(Field::Member1Guardian, "member1_guardian", "成员一是否监护人", Block::Member1, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::Member1IdKind, "member1_id_kind", "成员一身份证件类型", Block::Member1, FieldKind::Code(CodeList::DocumentKind)).guardian(),
    item(Field::Member1IdNumber, "member1_id_number", "成员一身份证件号", Block::Member1, FieldKind::Document).sensitive().guardian().hint("监护人是机构的填统一社会信用代码"),
    item(Field::Member1Post, "member1_post", "成员一职务", Block::Member1, FieldKind::Text(30)).guardian(),
    item(Field::Member2Name, "member2_name", "成员二姓名", Block::Member2, FieldKind::Name).mandatory().sensitive().guardian().hint("没有第二名家庭成员的，成员二各项都留空"),
    item(Field::Member2Kinship, "member2_kinship", "成员二关系", Block::Member2, FieldKind::Code(CodeList::Kinship)).mandatory().guardian(),
    item(Field::Member2KinshipNote, "member2_kinship_note", "成员二关系说明", Block::Member2, FieldKind::Text(40)).guardian().hint("关系为非亲属时填写；监护人是机构的填机构全称"),
    item(Field::Member2Ethnicity, "member2_ethnicity", "成员二民族", Block::Member2, FieldKind::Code(CodeList::Ethnicity)).guardian(),
    item(Field::Member2Workplace, "member2_workplace", "成员二工作单位", Block::Member2, FieldKind::Text(60)).sensitive().guardian(),
    item(Field::Member2Address, "member2_address", "成员二现住址", Block::Member2, FieldKind::Text(120)).mandatory().sensitive().guardian().hint("住在境外的从国家或地区写起"),
    item(Field::Member2Hukou, "member2_hukou", "成员二户口所在地", Block::Member2, FieldKind::Division).guardian().hint("写到县（区）；持居民身份证的须填写"),
    item(Field::Member2Phone, "member2_phone", "成员二联系电话", Block::Member2, FieldKind::Phone).mandatory().sensitive().guardian().hint("境外号码以“+”和国家或地区号开头"),
    item(Field::Member2Guardian, "member2_guardian", "成员二是否监护人", Block::Member2, FieldKind::Code(CodeList::YesNo)).mandatory().guardian(),
    item(Field::Member2IdKind, "member2_id_kind", "成员二身份证件类型", Block::Member2, FieldKind::Code(CodeList::DocumentKind)).guardian(),
    item(Field::Member2IdNumber, "member2_id_number", "成员二身份证件号", Block::Member2, FieldKind::Document).sensitive().guardian().hint("监护人是机构的填统一社会信用代码"),
    item(Field::Member2Post, "member2_post", "成员二职务", Block::Member2, FieldKind::Text(30)).guardian(),
    item(Field::NativeName, "native_name", "民族文字姓名", Block::Auxiliary, FieldKind::NativeName).guardian().hint("居民身份证上有民族文字姓名的，照身份证填写；没有的留空"),
    item(Field::NativeLanguage, "native_language", "民族文字姓名的文种", Block::Auxiliary, FieldKind::Code(CodeList::WrittenLanguage)).guardian().hint("维吾尔文、哈萨克文、蒙古文、壮文等须选择"),
];

const fn item(field: Field, key: &'static str, label: &'static str, block: Block, kind: FieldKind) -> Entry {
    Entry {
        field,
        key,
        label,
        block,
        kind,
        mandatory: false,
        is_key: false,
        sensitive: false,
        guardian: false,
        hint: "",
    }
}

impl Entry {
    const fn mandatory(self) -> Self {
        Self { mandatory: true, ..self }
    }

    const fn key_data(self) -> Self {
        Self { is_key: true, ..self }
    }

    const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    const fn guardian(self) -> Self {
        Self { guardian: true, ..self }
    }

    const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }
}
