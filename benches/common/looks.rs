//! How the things of each aisle look, what comes with them and for whom they are, in both languages; and colours.

/// Where a thing stands; brands belong to an aisle.
#[derive(Clone, Copy)]
pub enum Aisle {
    Electronics,
    Clothing,
    Home,
    Kitchen,
    Garden,
    Toys,
    Beauty,
    Sports,
    Books,
    Tools,
    Baby,
    Pets,
}

/// English and Arabic.
pub type Pair = (&'static str, &'static str);

/// The words of one aisle.
pub struct Looks {
    /// The Arabic ones stand for a masculine noun.
    pub adjectives: &'static [Pair],
    pub extras: &'static [Pair],
    pub whom: &'static [Pair],
}

const TECHNICAL: Looks = Looks {
    adjectives: &[
        ("Wireless", "لاسلكي"),
        ("Portable", "محمول"),
        ("Smart", "ذكي"),
        ("Compact", "صغير"),
        ("Fast", "سريع"),
        ("Foldable", "قابل للطي"),
        ("Professional", "احترافي"),
        ("Digital", "رقمي"),
    ],
    extras: &[
        ("with Bluetooth 5.3", "بلوتوث 5.3"),
        ("with USB-C", "بمنفذ USB-C"),
        ("with Long Battery Life", "ببطارية طويلة العمر"),
        ("with Noise Reduction", "مع تقليل الضوضاء"),
        ("Full HD", "بدقة Full HD"),
        ("with Remote Control", "مع ريموت"),
    ],
    whom: &[
        ("for Gaming", "للألعاب"),
        ("for Work", "للعمل"),
        ("for Travel", "للسفر"),
        ("for Home", "للمنزل"),
        ("for Students", "للطلاب"),
    ],
};

const WORN: Looks = Looks {
    adjectives: &[
        ("Casual", "كاجوال"),
        ("Cotton", "قطني"),
        ("Slim Fit", "ضيق"),
        ("Elegant", "أنيق"),
        ("Waterproof", "مقاوم للماء"),
        ("Embroidered", "مطرز"),
        ("Lightweight", "خفيف"),
        ("Classic", "كلاسيكي"),
    ],
    extras: &[
        ("with Pockets", "بجيوب"),
        ("with Zip", "بسحاب"),
        ("Genuine Leather", "جلد طبيعي"),
        ("with Belt", "مع حزام"),
        ("Soft Linen", "كتان ناعم"),
        ("Striped", "مخطط"),
    ],
    whom: &[
        ("for Women", "للنساء"),
        ("for Men", "للرجال"),
        ("for Girls", "للبنات"),
        ("for Boys", "للأولاد"),
        ("for Weddings", "للأعراس"),
    ],
};

const DOMESTIC: Looks = Looks {
    adjectives: &[
        ("Modern", "حديث"),
        ("Large", "كبير"),
        ("Wooden", "خشبي"),
        ("Electric", "كهربائي"),
        ("Comfortable", "مريح"),
        ("Compact", "صغير"),
        ("Adjustable", "قابل للتعديل"),
        ("Luxury", "فاخر"),
    ],
    extras: &[
        ("Stainless Steel", "ستانلس ستيل"),
        ("with Timer", "مع مؤقت"),
        ("with Glass Lid", "بغطاء زجاجي"),
        ("with Storage", "مع تخزين"),
        ("Easy Clean", "سهل التنظيف"),
        ("with Non-Slip Base", "بقاعدة مانعة للانزلاق"),
    ],
    whom: &[
        ("for Living Room", "لغرفة المعيشة"),
        ("for Kitchen", "للمطبخ"),
        ("for Family", "للعائلة"),
        ("for Small Spaces", "للمساحات الصغيرة"),
        ("for Guests", "للضيوف"),
    ],
};

const OUTDOOR: Looks = Looks {
    adjectives: &[
        ("Waterproof", "مقاوم للماء"),
        ("Foldable", "قابل للطي"),
        ("Heavy Duty", "متين"),
        ("Professional", "احترافي"),
        ("Portable", "محمول"),
        ("Large", "كبير"),
        ("Steel", "فولاذي"),
        ("Lightweight", "خفيف"),
    ],
    extras: &[
        ("with Carry Bag", "مع حقيبة حمل"),
        ("with Two Batteries", "مع بطاريتين"),
        ("Rust Resistant", "مقاوم للصدأ"),
        ("with Rubber Grip", "بمقبض مطاطي"),
        ("with UV Protection", "مع حماية من الشمس"),
    ],
    whom: &[
        ("for Camping", "للتخييم"),
        ("for Beginners", "للمبتدئين"),
        ("for Garden", "للحديقة"),
        ("for Adults", "للكبار"),
        ("for Training", "للتدريب"),
    ],
};

const GENTLE: Looks = Looks {
    adjectives: &[
        ("Soft", "ناعم"),
        ("Natural", "طبيعي"),
        ("Educational", "تعليمي"),
        ("Safe", "آمن"),
        ("Colourful", "ملون"),
        ("Original", "أصلي"),
        ("Premium", "ممتاز"),
        ("Illustrated", "مصور"),
    ],
    extras: &[
        ("Gift Set", "طقم هدية"),
        ("with Music", "مع موسيقى"),
        ("Fragrance Free", "بدون عطور"),
        ("Second Edition", "الطبعة الثانية"),
        ("with Carry Box", "مع علبة"),
        ("Family Size", "حجم عائلي"),
    ],
    whom: &[
        ("for Kids", "للأطفال"),
        ("for Babies", "للمواليد"),
        ("for Women", "للنساء"),
        ("for All Ages", "لكل الأعمار"),
        ("for School", "للمدرسة"),
    ],
};

impl Aisle {
    pub fn looks(self) -> &'static Looks {
        match self {
            Self::Electronics => &TECHNICAL,
            Self::Clothing => &WORN,
            Self::Home | Self::Kitchen => &DOMESTIC,
            Self::Garden | Self::Sports | Self::Tools => &OUTDOOR,
            Self::Toys | Self::Beauty | Self::Books | Self::Baby | Self::Pets => &GENTLE,
        }
    }
}

/// English, Arabic of a masculine noun, Arabic of a feminine one.
pub const COLOURS: [(&str, &str, &str); 14] = [
    ("Black", "أسود", "سوداء"),
    ("White", "أبيض", "بيضاء"),
    ("Blue", "أزرق", "زرقاء"),
    ("Grey", "رمادي", "رمادية"),
    ("Red", "أحمر", "حمراء"),
    ("Pink", "وردي", "وردية"),
    ("Green", "أخضر", "خضراء"),
    ("Beige", "بيج", "بيج"),
    ("Brown", "بني", "بنية"),
    ("Navy", "كحلي", "كحلية"),
    ("Gold", "ذهبي", "ذهبية"),
    ("Silver", "فضي", "فضية"),
    ("Purple", "بنفسجي", "بنفسجية"),
    ("Yellow", "أصفر", "صفراء"),
];

/// Whether adjectives of an Arabic noun are feminine, by its first word: things in the plural are too.
pub fn is_feminine(noun: &str) -> bool {
    let first = noun.split(' ').next().unwrap_or(noun);
    first.ends_with(['ة', 'ا']) || first.ends_with("ات") || ["ستائر", "صحون"].contains(&first)
}

/// An adjective as it follows a noun of that gender; of several words the first one changes.
pub fn write_adjective(to: &mut String, masculine: &str, feminine: bool) {
    let (first, rest) = masculine.split_at(masculine.find(' ').unwrap_or(masculine.len()));
    to.push_str(first);
    if feminine && first != "كاجوال" {
        to.push('ة');
    }
    to.push_str(rest);
}
