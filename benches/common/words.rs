//! The words of descriptions: real ones, the commonest first, and invented ones without an end.

use super::chance::{Dice, Ranks};
use std::sync::LazyLock;

const ENGLISH: &str = "the and for with your to a of in is it you this that on from as or our are made all be by can any every \
    has so not at up easy perfect design use high quality soft will comes home great one more day out they when them features \
    material size keep long set fit without also each while gift box light around new just ideal time into keeps only other \
    than well clean durable feel look lets two style hand small best most water help room family comfortable safe work simple \
    make open inside large sturdy ready over colour body finish strong need place wash been if get take care comfort surface \
    adds touch extra carry natural daily warm enough available both about through classic outdoor travel modern friends hours \
    easily built space free side quick hold holds whole package wear between details after smooth back front power life cover \
    order away season hard bring everyday provides under low layer lightweight even next looking whether pocket store wide \
    parts deep party before right flat top kids base line fresh years where heat pair wall plus bottom because full beautiful \
    hands pieces move skin table gentle stays makes tested inner cool dry always edges three fast adjustable bright handle \
    steel cotton wood metal glass rubber leather paper plastic foam fabric stone air sun rain summer winter spring evening \
    morning night week month garden street office kitchen floor window door shelf corner city road beach mountain park school \
    trip camp guests children women men people customers love enjoy find choose change turn press pull push fold lift wipe \
    charge connect adjust remove attach protect prevent reduce improve support allow offer include contain measure weigh match \
    suit last save warranty manual instructions service guarantee return delivery price value money collection range model \
    version edition series choice option pattern shape length width height weight thickness angle grip button zip strap seam \
    stitch lining coating shade tone texture scent taste sound noise speed pressure balance control mode level step start end \
    middle half double single";

const ARABIC: &str = "من في و على مع إلى هذا هذه أو التي عن كل الذي ما لا بعد عند جدا لك تصميم جودة عالية سهل الاستخدام مصنوع \
    مناسب خامة قوية ناعم خفيف يوم المنزل مثالي اليومي حجم طريقة كما يمكن بين حتى ليس دون أكثر أي بدون شكل لون يأتي عملي أنيق \
    مريح طويل مدة وقت كبير صغير جديد قطعة قطع علبة هدية رائع آمن صحي البيت العائلة الأطفال النساء الرجال الجميع السفر العمل \
    المدرسة الرحلات الصيف الشتاء المساء الصباح الليل الأسبوع حماية راحة متين مقاوم الماء الحرارة الغبار الخدوش سطح ملمس طبيعي \
    حديث كلاسيكي بسيط فاخر مميز أفضل أعلى أقل سريع هادئ قوي ثابت مرن قابل للتعديل للغسل للطي الحمل التخزين التنظيف التركيب \
    الحفظ الشحن الفتح الإغلاق يحتوي يوفر يساعد يحافظ يمنح يضيف يناسب يعمل يتحمل يمنع يقلل يدعم يسمح يشمل يتميز تتميز تحتوي \
    توفر تساعد تحافظ تمنح تضيف تناسب تعمل تتحمل تمنع تقلل تدعم مصممة مصنوعة مناسبة سهلة ناعمة خفيفة عملية أنيقة مريحة طويلة \
    كبيرة صغيرة جديدة رائعة آمنة متينة مقاومة طبيعية حديثة كلاسيكية بسيطة فاخرة مميزة سريعة هادئة ثابتة مرنة قطن جلد خشب معدن \
    زجاج مطاط ورق بلاستيك إسفنج قماش حجر صوف حرير كتان نسيج هواء شمس مطر أرض جدار باب نافذة طاولة رف زاوية غرفة مطبخ حديقة \
    مكتب شارع مدينة شاطئ جبل سيارة ضيوف أصدقاء زبائن أم أب بنت ولد طفل بشرة يد قدم رأس ظهر جسم عين شعر وجه جيب سحاب زر حزام \
    مقبض غطاء قاعدة طبقة بطانة حافة جانب أمام خلف داخل خارج فوق تحت أول آخر وسط نصف كامل عدد رقم طول عرض ارتفاع وزن سماكة قياس \
    مقاس نوع موديل إصدار مجموعة سلسلة خيار نمط نقش درجة مستوى خطوة وضع سرعة ضغط صوت رائحة طعم ضوء لمسة إحساس مظهر ضمان دليل \
    تعليمات خدمة دعم إرجاع توصيل سعر قيمة اختيار استعمال استمتع اختر احصل غير نظف امسح اشحن اربط عدل أزل ثبت احم خفف حسن أضف \
    اجعل امنح لأن إذا حيث أيضا ثم لكن مثل أثناء خلال حول ضد نحو قبل منذ لدى سنة سنتين شهر ساعة ساعات دقيقة دقائق مرة مرات \
    دائما عادة بسهولة بسرعة بلطف تماما فقط معا هنا هناك الآن لذلك وهو وهي كان تكون يكون نفس بعض جميع عدة معظم كافة ذلك تلك ولا \
    بشكل لمدة";

/// The real words of one language and how often each comes.
pub struct Common {
    pub words: Vec<&'static str>,
    ranks: Ranks,
}

impl Common {
    pub fn draw(&self, dice: &mut Dice) -> &'static str {
        self.words[self.ranks.draw(dice)]
    }
}

fn common(text: &'static str) -> Common {
    let words: Vec<_> = text.split_whitespace().collect();
    Common {
        ranks: Ranks::new(words.len()),
        words,
    }
}

pub static COMMON_ENGLISH: LazyLock<Common> = LazyLock::new(|| common(ENGLISH));
pub static COMMON_ARABIC: LazyLock<Common> = LazyLock::new(|| common(ARABIC));

const ONSETS: &str = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t th tr v w y z";
const VOWELS: &str = "a e i o u ai ea oo";
const CODAS: &str = "l m n r s t ck nd";
const LETTERS: &str = "ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي";
/// Digits stand for the three letters of a root.
const PATTERNS: &str =
    "123 1ا23 12ي3 12و3 م12و3 م123 مت123 ت12ي3 ا12ا3 123ة 12ا3ة م123ة 12ا3ي 123ات ال123 ال12ي3 ال1ا23 1وا23 123ان است123";

static SYLLABLES: LazyLock<[Vec<&str>; 3]> = LazyLock::new(|| [ONSETS, VOWELS, CODAS].map(|text| text.split(' ').collect()));
static ROOTS: LazyLock<[Vec<&str>; 2]> = LazyLock::new(|| [LETTERS, PATTERNS].map(|text| text.split(' ').collect()));

/// Which invented words: those of descriptions, of series and of brands are different lists.
#[derive(Clone, Copy)]
pub enum List {
    Plain = 11,
    Series = 12,
    Brand = 13,
}

/// Writes the invented word of a rank in Latin letters; longer where it is rarer. Few ranks share a word.
pub fn write_latin(to: &mut String, list: List, rank: u64) {
    let [onsets, vowels, codas] = &*SYLLABLES;
    let dice = &mut Dice::new(list as u64, rank);
    let syllables = 2 + usize::from(rank > 20_000) + usize::from(dice.percent(30));
    for at in 0..syllables {
        to.push_str(dice.pick(onsets));
        to.push_str(dice.pick(vowels));
        if at + 1 == syllables || dice.percent(30) {
            to.push_str(dice.pick(codas));
        }
    }
}

/// The same in Arabic letters: roots of three in the patterns of nouns and verbs; the rare ones with one letter more.
pub fn write_arabic(to: &mut String, rank: u64) {
    let [letters, patterns] = &*ROOTS;
    let dice = &mut Dice::new(14, rank);
    let root = [(); 3].map(|()| dice.pick(letters));
    for letter in dice.pick(patterns).chars() {
        match letter.to_digit(10) {
            Some(digit) => to.push_str(root[digit as usize - 1]),
            None => to.push(letter),
        }
    }
    if rank > 20_000 {
        to.push_str(dice.pick(letters));
    }
}

/// The name of a brand: an invented word with a capital.
pub fn write_brand(to: &mut String, number: u64) {
    let start = to.len();
    write_latin(to, List::Brand, number);
    if let Some(first) = to.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}
