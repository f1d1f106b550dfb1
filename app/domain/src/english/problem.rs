//! What is wrong with an item of the form and what to do about it, in English: the rarer cases, beside those of every form in `refusal` and
//! `remedy`.

use super::phrase::Pair;

/// What is wrong with an item, and what to do.
pub(super) const PROBLEMS: &[Pair] = &[
    (
        "国籍是中国的，港澳台侨外不能是外籍华裔人或外国人。",
        "Of a Chinese national the item on Hong Kong, Macao, Taiwan, overseas or foreign cannot say that this is a foreigner.",
    ),
    (
        "国籍不是中国的，港澳台侨外不能是华侨、归侨或非华裔中国人，这三项都是中国公民。",
        "Of who is no Chinese national the item on Hong Kong, Macao, Taiwan, overseas or foreign cannot name a kind of Chinese citizen.",
    ),
    (
        "国籍/地区是{}的，港澳台侨外应为{}。",
        "Nationality or region does not fit the item on Hong Kong, Macao, Taiwan, overseas or foreign.",
    ),
    (
        "特殊教育学校的学生须填写残疾类型，随班就读须与它相符。",
        "Of a pupil of a special school the kind of disability has to be filled in, and inclusive schooling has to fit it.",
    ),
    (
        "送教上门的学生须填写残疾类型，且不填随班就读。",
        "Of a pupil who is taught at home the kind of disability has to be filled in, and no inclusive schooling.",
    ),
    ("本校不开设这一年级。", "The school does not have this grade."),
    ("入学年月与年级不相符。", "The month of entry does not fit the grade."),
    ("入学日期早于入学年月。", "The day of entry is before the month of entry."),
    ("只填写了一名家庭成员或监护人。", "Only one member of the family or guardian is filled in."),
    (
        "监护人是机构的，{}处填它的统一社会信用代码：{}",
        "Of a guardian that is an institution its unified social credit code stands here, and this is none: {0}.",
    ),
    (
        "{}里有一个字（编码 {}）字库里没有，显示不出来，也打印不出来。",
        "{0}: no font has one of its characters ({1}), so it can be neither shown nor printed.",
    ),
    (
        "填写的监护人都住在境外，没有境内的联系人。",
        "All guardians live abroad; there is nobody to reach in the country.",
    ),
    (
        "联系电话是境外号码，{}没有从国家或地区写起。",
        "The telephone number is one abroad, but this does not begin with the country or region: {0}.",
    ),
    ("{}的代码在现行行政区划表中查不到。", "{0}: there is no such code of a place."),
    (
        "国籍/地区与永久居留身份证号码中的国家代码不一致。",
        "The nationality is not the one in the number of the permanent residence card.",
    ),
    (
        "性别与旧版永久居留身份证号码中的性别位不一致。",
        "The sex is not the one in the number of the old permanent residence card.",
    ),
    ("{}不是用{}写的。", "{0}: not written in the chosen language."),
    (
        "{}与证件类型不符：H 开头的是香港居民的通行证，M 开头的是澳门居民的通行证。",
        "{0}: does not fit the kind of document. H stands at the beginning of permits of Hong Kong residents, M of those of Macao residents.",
    ),
    (
        "{}里有汉字、拉丁字母、西里尔字母、希腊字母、假名、谚文以外的文字，本系统不能显示和打印。",
        "{0}: in a script that this system can neither show nor print.",
    ),
    (
        "{}里有汉字，汉字姓名填在“姓名”一项。",
        "{0}: holds Chinese characters; a name in them has an item of its own.",
    ),
    ("{}里混有两种文字，一个姓名只能用一种文字。", "{0}: in two scripts; a name is written in one."),
    (
        "请从下拉列表中选择，或填写代码；来往内地通行证，香港居民的选 6，澳门居民的选 7。",
        "Please choose from the list; of travel permits to the mainland, 6 is that of Hong Kong residents and 7 that of Macao residents.",
    ),
    ("请核对号码，或改正身份证件类型。", "Please check the number, or correct the kind of document."),
    (
        "有居民户口簿或居民身份证的，请填写上面的汉字姓名；外国学生请按护照填写拉丁字母的姓名。",
        "Please fill in the name in Chinese characters as on household register or identity card; of a foreign pupil, the name in Latin letters as in the passport.",
    ),
    (
        "请核对证件类型和号码：810000、820000、830000 开头的是港澳台居民居住证，9 开头的 18 位号码是外国人永久居留身份证。",
        "Please check kind and number of the document: 810000, 820000 and 830000 stand at the beginning of residence permits of Hong Kong, Macao and Taiwan residents, 9 at that of a permanent residence card of 18 digits.",
    ),
    (
        "请照居民身份证上的民族文字填写，不加标点和数字；没有民族文字姓名的留空。",
        "Please write it as on the identity card, without marks and digits; leave it empty if there is none.",
    ),
    (
        "请按 2016.06.01-2026.06.01 的样式填写，长期有效的写“长期”。",
        "Please write it like 2016.06.01-2026.06.01, or as the document says that it does not expire.",
    ),
    (
        "已经取得外国国籍的，请改正国籍/地区；定居国外的中国公民填“华侨”；其余填“否”。",
        "With a foreign nationality, please correct the nationality; of a Chinese citizen who lives abroad choose overseas Chinese, else none.",
    ),
    (
        "请按证件上的国籍填写“外国人”或“外籍华裔人”。",
        "Please choose foreigner, or foreigner of Chinese descent, as the document says.",
    ),
    ("请按证件核对国籍/地区和港澳台侨外两项。", "Please compare both items with the document."),
    (
        "非随班就读的填“无残疾”；随班就读的填相应的残疾类型；在家中接受送教的，就读方式填“送教上门”。",
        "Without inclusive schooling choose no disability, with it the kind of disability; of who is taught at home say so under the way of attending.",
    ),
    (
        "请填写残疾类型；不在普通学校随班就读的，随班就读填“非随班就读”。",
        "Please fill in the kind of disability; of who is not in an ordinary class say that there is no inclusive schooling.",
    ),
    (
        "请填写残疾类型，随班就读填“非随班就读”；已经到校学习的，请先办理特殊安置，改为回本校就读。",
        "Please fill in the kind of disability, and that there is no inclusive schooling; if the child goes to school by now, please ask the school to put that on record first.",
    ),
    (
        "请核对年级；学校的学段由主管部门维护。",
        "Please check the grade; which grades a school has is kept by the education authority.",
    ),
    (
        "入学年月指本学段起始年级的入学年月，请核对。",
        "It is the month in which the child entered the first grade of this stage; please check it.",
    ),
    (
        "请填写真实姓名；没有第二名家庭成员的，请把成员二的各项都留空。",
        "Please fill in the real name; if there is no second member of the family, leave all items of the second one empty.",
    ),
    ("确实只有一名的可以继续。", "If there is only one you can go on."),
    (
        "请对照机构的登记证书填写 18 位代码；关系说明不是机构名称的，请改正关系说明。",
        "Please fill in the code of 18 characters of the institution's certificate; if the relation names no institution, please correct it.",
    ),
    (
        "请核对是否输错；没有输错的，请按户口簿上的字改用规范字，或把编码 {} 告诉系统管理员。",
        "Please see whether it is mistyped; if not, please use the standard character of the household register, or tell the system's administrator this code: {0}.",
    ),
    (
        "在境内照料孩子的亲友可填为另一名家庭成员，“是否监护人”填“否”；确实没有的可以继续。",
        "Somebody in the country who looks after the child can be filled in as the other member, not as a guardian; if there is nobody you can go on.",
    ),
    (
        "住在境外的请从国家或地区写起，例如 日本东京都新宿区；住在境内的可以继续。",
        "Who lives abroad, please begin with the country or region; who lives in the country can go on.",
    ),
    (
        "出生在境内的请写到县（区），例如 江苏省南京市玄武区；出生在境外的只填国家或地区的名称，例如 美国。",
        "Born in the country, please write it down to the county or district in Chinese characters; born abroad, the country or region alone.",
    ),
    (
        "请核对是否输错；确是当时的代码、后来撤并的，可以继续。",
        "Please see whether it is mistyped; if it was the code then you can go on.",
    ),
    (
        "请对照证件核对；国籍确已变更的可以继续。",
        "Please compare it with the document; if the nationality has changed you can go on.",
    ),
    (
        "请对照证件核对；确实无误的可以继续。",
        "Please compare it with the document; if it is right you can go on.",
    ),
    ("请核对姓名和文种两项。", "Please check both the name and its language."),
];
