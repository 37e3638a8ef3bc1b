//! What the shop sells: 128 things on the shelves of 12 aisles, in both languages, and what is sold for some of them.

use super::looks::Aisle;
use std::sync::LazyLock;

/// Things that stand together, with the sizes that each comes in.
pub struct Shelf {
    pub aisle: Aisle,
    pub english: &'static str,
    pub arabic: &'static str,
    pub sizes: &'static [(&'static str, &'static str)],
    things: &'static [(&'static str, &'static str, u32, u32)],
}

/// A product noun and the range of its prices in dollars.
pub struct Thing {
    pub english: &'static str,
    pub arabic: &'static str,
    pub low: u32,
    pub high: u32,
    pub shelf: &'static Shelf,
}

type Sizes = &'static [(&'static str, &'static str)];

const NONE: Sizes = &[];
const CLOTHES: Sizes = &[
    ("Size M", "مقاس M"),
    ("Size L", "مقاس L"),
    ("Size S", "مقاس S"),
    ("Size XL", "مقاس XL"),
    ("Size XXL", "مقاس XXL"),
];
const SHOES: Sizes = &[
    ("EU 42", "مقاس 42"),
    ("EU 39", "مقاس 39"),
    ("EU 40", "مقاس 40"),
    ("EU 43", "مقاس 43"),
    ("EU 38", "مقاس 38"),
    ("EU 44", "مقاس 44"),
];
const STORAGE: Sizes = &[
    ("128GB", "128 جيجا"),
    ("256GB", "256 جيجا"),
    ("64GB", "64 جيجا"),
    ("512GB", "512 جيجا"),
];
const SCREENS: Sizes = &[
    ("55 inch", "55 بوصة"),
    ("43 inch", "43 بوصة"),
    ("32 inch", "32 بوصة"),
    ("65 inch", "65 بوصة"),
];
const VOLUMES: Sizes = &[("250 ml", "250 مل"), ("100 ml", "100 مل"), ("50 ml", "50 مل"), ("500 ml", "500 مل")];
const LITRES: Sizes = &[("1.7 L", "1.7 لتر"), ("1 L", "1 لتر"), ("3 L", "3 لتر"), ("5 L", "5 لتر")];
const BEDS: Sizes = &[
    ("160x200 cm", "160x200 سم"),
    ("90x200 cm", "90x200 سم"),
    ("180x200 cm", "180x200 سم"),
];
const PACKS: Sizes = &[
    ("Set of 2", "طقم قطعتين"),
    ("Set of 4", "طقم 4 قطع"),
    ("Set of 6", "طقم 6 قطع"),
    ("12 Pack", "عبوة 12"),
];
const WEIGHTS: Sizes = &[("2 kg", "2 كجم"), ("5 kg", "5 كجم"), ("10 kg", "10 كجم"), ("400 g", "400 جم")];

#[rustfmt::skip]
static SHELVES: &[Shelf] = &[
    Shelf { aisle: Aisle::Electronics, english: "Electronics > Audio", arabic: "إلكترونيات > صوتيات",
        sizes: NONE, things: &[
        ("Headphones", "سماعات رأس", 15, 350), ("Speaker", "سبيكر", 20, 300), ("Microphone", "ميكروفون", 15, 200),
        ("Radio", "راديو", 15, 90),
        ("Soundbar", "ساوند بار", 60, 600)] },
    Shelf { aisle: Aisle::Electronics, english: "Electronics > Phones & Tablets", arabic: "إلكترونيات > جوالات وأجهزة لوحية",
        sizes: STORAGE, things: &[
        ("Mobile Phone", "موبايل", 90, 1200), ("Tablet", "تابلت", 80, 900), ("Smartwatch", "ساعة ذكية", 25, 450),
        ("Memory Card", "كارت ميموري", 8, 90)] },
    Shelf { aisle: Aisle::Electronics, english: "Electronics > Computers", arabic: "إلكترونيات > كمبيوتر",
        sizes: NONE, things: &[
        ("Laptop", "لابتوب", 250, 2200), ("Keyboard", "كيبورد", 12, 180), ("Mouse", "ماوس", 8, 120),
        ("Printer", "طابعة", 60, 500), ("Router", "راوتر", 20, 250)] },
    Shelf { aisle: Aisle::Electronics, english: "Electronics > TV & Cameras", arabic: "إلكترونيات > تلفزيونات وكاميرات",
        sizes: SCREENS, things: &[
        ("TV", "تلفزيون", 150, 1800), ("Camera", "كاميرا", 80, 1500), ("Monitor", "شاشة كمبيوتر", 90, 700),
        ("Projector", "بروجكتر", 60, 900)] },
    Shelf { aisle: Aisle::Electronics, english: "Electronics > Power", arabic: "إلكترونيات > شحن",
        sizes: NONE, things: &[
        ("Power Bank", "باور بانك", 12, 90), ("Charger", "شاحن", 6, 70)] },
    Shelf { aisle: Aisle::Clothing, english: "Clothing > Women", arabic: "ملابس > نساء",
        sizes: CLOTHES, things: &[
        ("Dress", "فستان", 18, 220), ("Abaya", "عباية", 25, 240), ("Skirt", "تنورة", 12, 90), ("Blouse", "بلوزة", 12, 80),
        ("Scarf", "وشاح", 6, 60)] },
    Shelf { aisle: Aisle::Clothing, english: "Clothing > Men", arabic: "ملابس > رجال",
        sizes: CLOTHES, things: &[
        ("Shirt", "قميص", 12, 90), ("Jacket", "جاكيت", 25, 250), ("Jeans", "جينز", 18, 120), ("Suit", "بدلة", 70, 500),
        ("Hoodie", "هودي", 18, 90),
        ("Coat", "معطف", 40, 320)] },
    Shelf { aisle: Aisle::Clothing, english: "Clothing > Shoes", arabic: "ملابس > أحذية",
        sizes: SHOES, things: &[
        ("Sneakers", "حذاء رياضي", 25, 180), ("Sandals", "صندل", 12, 90), ("Boots", "بوت", 30, 220),
        ("Slippers", "شبشب", 6, 40)] },
    Shelf { aisle: Aisle::Clothing, english: "Clothing > Bags & Watches", arabic: "ملابس > شنط وساعات",
        sizes: NONE, things: &[
        ("Handbag", "شنطة يد", 18, 260), ("Suitcase", "شنطة سفر", 35, 280), ("Backpack", "شنطة ظهر", 15, 140),
        ("Sunglasses", "نظارة شمس", 10, 180),
        ("Wallet", "محفظة", 8, 90), ("Belt", "حزام", 8, 70)] },
    Shelf { aisle: Aisle::Home, english: "Home > Furniture", arabic: "المنزل > أثاث",
        sizes: NONE, things: &[
        ("Sofa", "كنبة", 180, 1500), ("Office Chair", "كرسي مكتب", 50, 450), ("Desk", "مكتب", 60, 500),
        ("Wardrobe", "دولاب", 120, 900),
        ("Bookshelf", "رف كتب", 30, 250), ("Coffee Table", "طاولة قهوة", 40, 320)] },
    Shelf { aisle: Aisle::Home, english: "Home > Bedroom", arabic: "المنزل > غرفة النوم",
        sizes: BEDS, things: &[
        ("Mattress", "مرتبة", 90, 900), ("Pillow", "مخدة", 10, 70), ("Blanket", "بطانية", 15, 120),
        ("Bed Sheet", "شرشف", 12, 90), ("Carpet", "سجادة", 30, 400)] },
    Shelf { aisle: Aisle::Home, english: "Home > Decor & Comfort", arabic: "المنزل > ديكور وراحة",
        sizes: NONE, things: &[
        ("Lamp", "لمبة", 12, 150), ("Curtains", "ستائر", 18, 140), ("Mirror", "مراية", 15, 180), ("Fan", "مروحة", 20, 150),
        ("Vacuum Cleaner", "مكنسة كهربائية", 50, 500),
        ("Washing Machine", "غسالة", 200, 1000), ("Heater", "دفاية", 25, 180)] },
    Shelf { aisle: Aisle::Kitchen, english: "Kitchen > Appliances", arabic: "المطبخ > أجهزة",
        sizes: LITRES, things: &[
        ("Blender", "خلاط", 20, 200), ("Coffee Maker", "ماكينة قهوة", 35, 500), ("Kettle", "غلاية", 15, 90),
        ("Air Fryer", "قلاية هوائية", 50, 280),
        ("Microwave", "ميكروويف", 60, 300), ("Fridge", "ثلاجة", 250, 1600), ("Toaster", "محمصة خبز", 18, 90)] },
    Shelf { aisle: Aisle::Kitchen, english: "Kitchen > Tableware", arabic: "المطبخ > أدوات المائدة",
        sizes: PACKS, things: &[
        ("Frying Pan", "مقلاة", 15, 120), ("Knife", "سكين", 8, 120), ("Mug", "كوب", 5, 35), ("Plates", "صحون", 12, 110),
        ("Water Bottle", "مطارة ماء", 8, 45),
        ("Lunch Box", "علبة غداء", 8, 45)] },
    Shelf { aisle: Aisle::Garden, english: "Garden > Outdoor", arabic: "الحديقة > خارجي",
        sizes: NONE, things: &[
        ("Grill", "شواية", 40, 500), ("Garden Hose", "خرطوم مياه", 15, 80), ("Lawn Mower", "جزازة عشب", 120, 700),
        ("Plant Pot", "أصيص زرع", 6, 60),
        ("Swing", "مرجيحة", 40, 350), ("Umbrella", "شمسية", 12, 150)] },
    Shelf { aisle: Aisle::Toys, english: "Toys > Play", arabic: "ألعاب > لعب",
        sizes: NONE, things: &[
        ("Doll", "دمية", 8, 70), ("Puzzle", "بازل", 6, 45), ("Building Blocks", "مكعبات", 12, 120),
        ("Board Game", "لعبة لوحية", 12, 70),
        ("Toy Car", "سيارة لعبة", 6, 90), ("Scooter", "سكوتر", 30, 400), ("Kite", "طيارة ورق", 6, 30)] },
    Shelf { aisle: Aisle::Beauty, english: "Beauty > Care", arabic: "الجمال > عناية",
        sizes: VOLUMES, things: &[
        ("Perfume", "عطر", 15, 220), ("Shampoo", "شامبو", 5, 40), ("Hair Dryer", "سشوار", 18, 250), ("Lipstick", "روج", 5, 45),
        ("Face Cream", "كريم وجه", 8, 90),
        ("Nail Polish", "طلاء أظافر", 4, 20), ("Soap", "صابون", 3, 25)] },
    Shelf { aisle: Aisle::Sports, english: "Sports > Fitness & Games", arabic: "رياضة > لياقة وألعاب",
        sizes: NONE, things: &[
        ("Bicycle", "دراجة", 120, 1400), ("Treadmill", "جهاز مشي", 220, 1500), ("Yoga Mat", "سجادة يوغا", 10, 80),
        ("Football", "كرة قدم", 10, 90),
        ("Dumbbells", "دمبل", 15, 200), ("Tennis Racket", "مضرب تنس", 20, 220)] },
    Shelf { aisle: Aisle::Sports, english: "Sports > Camping & Water", arabic: "رياضة > تخييم وسباحة",
        sizes: NONE, things: &[
        ("Tent", "خيمة", 40, 450), ("Sleeping Bag", "كيس نوم", 25, 200), ("Swimsuit", "مايوه", 15, 90),
        ("Fishing Rod", "سنارة صيد", 20, 180), ("Cooler", "صندوق تبريد", 25, 200)] },
    Shelf { aisle: Aisle::Books, english: "Books > Reading & Writing", arabic: "كتب > قراءة وكتابة",
        sizes: NONE, things: &[
        ("Novel", "رواية", 6, 30), ("Cookbook", "كتاب طبخ", 10, 45), ("Notebook", "دفتر", 3, 25), ("Pen", "قلم", 2, 60),
        ("Storybook", "كتاب قصص", 5, 25),
        ("Dictionary", "قاموس", 10, 60)] },
    Shelf { aisle: Aisle::Tools, english: "Tools > Workshop", arabic: "عدد وأدوات > ورشة",
        sizes: NONE, things: &[
        ("Drill", "دريل", 35, 350), ("Screwdriver", "مفك", 5, 60), ("Hammer", "شاكوش", 8, 60), ("Ladder", "سلم", 35, 250),
        ("Saw", "منشار", 12, 250),
        ("Flashlight", "كشاف", 8, 90), ("Toolbox", "صندوق عدة", 20, 180)] },
    Shelf { aisle: Aisle::Baby, english: "Baby > Going Out & Sleep", arabic: "أطفال > خروج ونوم",
        sizes: NONE, things: &[
        ("Stroller", "عربة أطفال", 70, 700), ("Car Seat", "كرسي سيارة للأطفال", 60, 450), ("Crib", "سرير أطفال", 90, 500),
        ("Feeding Bottle", "رضاعة", 5, 35),
        ("Diapers", "حفاضات", 8, 60), ("High Chair", "كرسي طعام للأطفال", 40, 250)] },
    Shelf { aisle: Aisle::Pets, english: "Pets > Cats & Dogs", arabic: "حيوانات أليفة > قطط وكلاب",
        sizes: WEIGHTS, things: &[
        ("Cat Food", "طعام قطط", 5, 80), ("Dog Food", "طعام كلاب", 8, 110), ("Cat Litter", "رمل قطط", 6, 45),
        ("Dog Leash", "طوق كلب", 6, 40),
        ("Aquarium", "حوض سمك", 25, 300), ("Bird Cage", "قفص عصافير", 20, 160)] },
];

/// What is sold for other things: its price and those things.
pub struct Accessory {
    pub english: &'static str,
    pub arabic: &'static str,
    pub low: u32,
    pub high: u32,
    pub hosts: &'static [&'static str],
}

#[rustfmt::skip]
pub static ACCESSORIES: &[Accessory] = &[
    Accessory { english: "Case", arabic: "جراب", low: 4, high: 45, hosts: &["Mobile Phone", "Tablet", "Headphones"] },
    Accessory { english: "Screen Protector", arabic: "واقي شاشة", low: 3, high: 25, hosts: &["Mobile Phone", "Tablet", "Smartwatch"] },
    Accessory { english: "Bag", arabic: "حقيبة", low: 12, high: 90, hosts: &["Laptop", "Camera", "Stroller"] },
    Accessory { english: "Stand", arabic: "حامل", low: 8, high: 90, hosts: &["Laptop", "TV", "Mobile Phone", "Tablet"] },
    Accessory { english: "Strap", arabic: "سوار", low: 4, high: 50, hosts: &["Smartwatch", "Camera"] },
    Accessory { english: "Cover", arabic: "غطاء", low: 8, high: 80, hosts: &["Sofa", "Grill", "Mattress", "Car Seat"] },
    Accessory { english: "Replacement Filter", arabic: "فلتر بديل",
        low: 5, high: 40, hosts: &["Vacuum Cleaner", "Coffee Maker", "Aquarium"] },
    Accessory { english: "Ink Cartridge", arabic: "حبر", low: 10, high: 70, hosts: &["Printer"] },
];

/// All things, the commonest first: the first of every shelf, then the second of each.
pub static THINGS: LazyLock<Vec<Thing>> = LazyLock::new(|| {
    let most = SHELVES.iter().map(|shelf| shelf.things.len()).max().unwrap_or(0);
    let all = (0..most).flat_map(|at| SHELVES.iter().filter_map(move |shelf| Some((shelf, *shelf.things.get(at)?))));
    let thing = |(shelf, (english, arabic, low, high))| Thing {
        english,
        arabic,
        low,
        high,
        shelf,
    };
    all.map(thing).collect()
});

/// A thing by its English name.
pub fn named(english: &str) -> &'static Thing {
    THINGS.iter().find(|thing| thing.english == english).expect("the shop sells it")
}
