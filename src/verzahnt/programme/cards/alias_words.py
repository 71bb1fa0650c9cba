"""Words aliases are made of, language by language.

Kept out on purpose: words that also mean something about people (body, mood, drink, belief, skin, politics), and
animals and plants that are used as insults or mean drugs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AliasWords:
    """Adjectives as stems, and nouns by the ending an adjective takes beside them."""

    adjectives: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]
    noun_first: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GERMAN = AliasWords(
    adjectives=_words(
        "Ruhig Heiter Sonnig Golden Silbern Himmelblau Hell Klar Leis Sanft Mild Frisch Munter Fröhlich Freundlich "
        "Flink Weit Neu Bunt Rot Grün Gelb Samtig Luftig Blühend Leuchtend Glänzend Funkelnd Singend Tanzend Wandernd "
        "Träumend Schillernd Neugierig Lebhaft Morgendlich Abendlich Sommerlich Herbstlich Winterlich Purpurn Kupfern"
    ),
    nouns={
        "e": _words(
            "Amsel Lerche Schwalbe Drossel Nachtigall Möwe Linde Birke Buche Eiche Erle Ulme Tanne Kastanie Tulpe "
            "Primel Aster Dahlie Malve Wiese Quelle Wolke Welle Insel Brise Sonne Laterne Muschel Feder Libelle Mühle "
            "Brücke Harfe Flöte"
        ),
        "er": _words(
            "Ahorn Kranich Specht Zaunkönig Stieglitz Falter Igel Biber Luchs Delfin Bach Fluss See Wald Hügel Stern "
            "Mond Regenbogen Leuchtturm Wind Garten Kiesel Bernstein Holunder Lavendel Klee Jasmin Kompass Anker Komet "
            "Fink"
        ),
    },
)

ENGLISH = AliasWords(
    adjectives=_words(
        "Calm Sunny Golden Silver Azure Bright Clear Gentle Mild Fresh Merry Cheerful Friendly Swift New Colourful Red "
        "Green Yellow Amber Airy Shining Sparkling Glowing Singing Dancing Wandering Dreaming Curious Lively Early "
        "Distant Hidden Morning Evening Summer Autumn Winter Spring Copper Coral Velvet"
    ),
    nouns={
        "": _words(
            "Blackbird Lark Swallow Thrush Nightingale Seagull Linden Birch Beech Oak Alder Elm Maple Chestnut Tulip "
            "Primrose Aster Dahlia Meadow Cloud Wave Island Breeze Lantern Shell Feather Dragonfly Mill Bridge Harp "
            "Flute Crane Woodpecker Wren Goldfinch Hedgehog Lynx Dolphin Brook River Lake Forest Hill Star Moon "
            "Rainbow Lighthouse Garden Pebble Compass Anchor Comet"
        ),
    },
)

# Only adjectives with a hard stem: they all take the same three endings. So in Russian and Polish.
UKRAINIAN = AliasWords(
    adjectives=_words(
        "Сонячн Ясн Бурштинов Срібн Золот Спокійн Добр Дружн Привітн Ніжн Тепл Затишн Чудов Радісн Бадьор Швидк Тих "
        "Дзвінк Яскрав Світл Лазуров Бірюзов Малахітов Смарагдов Бузков Лавандов Медов М’ятн Вишнев Лимонн Яблучн "
        "Кришталев Перлинн Оксамитов Шовков Запашн Духмян Простор Казков Чарівн Загадков Допитлив Мрійлив Квітков "
        "Веснян Зимов Ранков Сапфіров Рубінов Мідн"
    ),
    nouns={
        "ий": _words(
            "Вітер Струмок Світанок Снігур Соловей Жайворонок Стриж Шпак Їжачок Дельфін Метелик Клен Кедр Ясен Каштан "
            "Тюльпан Жасмин Маяк Міст Вітрильник Ліхтарик Компас Якір Острів Берег Луг Сад Водоспад Місяць Листок "
            "Камінчик Дзвіночок Промінь Гай"
        ),
        "а": _words(
            "Горобина Верба Сосна Ялина Яблуня Ластівка Синичка Чайка Ромашка Фіалка Незабудка Троянда Айстра Конвалія "
            "Ріка Хвиля Роса Веселка Зірка Комета Галявина Долина Мушля Флейта Арфа Сопілка Стежка Хмаринка Криниця"
        ),
        "е": _words("Озеро Море Джерело Сонечко"),
    },
)

# In Arabic the noun comes first; after a feminine noun the adjective takes ة.
ARABIC = AliasWords(
    adjectives=_words(
        "هادئ جميل لطيف مشرق ساطع لامع بعيد قريب جديد واسع ذهبي فضي ربيعي صيفي خريفي شتوي صباحي مسائي جبلي بحري نهري "
        "ريفي وردي عنبري قرمزي بنفسجي برتقالي فيروزي سماوي ليموني ياقوتي لؤلؤي ماسي مرح ودود سريع دافئ منعش حالم متألق "
        "بهيج رائع بديع أنيق"
    ),
    nouns={
        "": _words(
            "نسيم قمر نجم بحر نهر جبل بستان ربيع فجر شروق ندى غيم مطر موج شاطئ مرفأ جسر قارب شراع مصباح قنديل لحن "
            "عصفور بلبل كروان دلفين زيتون ياسمين نرجس سوسن"
        ),
        "ة": _words(
            "نجمة غيمة وردة زهرة فراشة نخلة شجرة زيتونة سنبلة واحة بحيرة جزيرة موجة نسمة ريشة صدفة لؤلؤة ساقية حديقة "
            "روضة"
        ),
    },
    noun_first=True,
)

TURKISH = AliasWords(
    adjectives=_words(
        "Sakin Güneşli Altın Gümüş Parlak Berrak Ilık Taze Neşeli Sevecen Çevik Yeni Renkli Turkuaz Mercan Kehribar "
        "Işıltılı Pırıltılı Işıldayan Şakıyan Gezgin Meraklı Canlı Uzak Saklı Kadife Bakır İpek Sedef Kristal Zümrüt "
        "Safir Opal Lila Ferah Hoş Şen Zarif Dingin Duru Aydınlık Işıklı Çiçekli Süzülen Parıldayan Fısıldayan "
        "Gülümseyen Masalsı Büyülü Gizemli Serin"
    ),
    nouns={
        "": _words(
            "Serçe Bülbül Kırlangıç Martı Leylek Turna Kumru Kelebek Yunus Kirpi Sincap Çınar Ihlamur Kavak Çam Söğüt "
            "Zeytin Kestane Lale Nergis Papatya Menekşe Sümbül Yasemin Leylak Gelincik Bulut Dalga Ada Meltem Rüzgâr "
            "Fener Değirmen Köprü Flüt Dere Irmak Göl Orman Tepe Yıldız Gökkuşağı Bahçe Pınar Çakıl Pusula Liman "
            "Yelken Sandal Uçurtma Vadi Yaprak Şafak Koru"
        ),
    },
)

RUSSIAN = AliasWords(
    adjectives=_words(
        "Солнечн Ясн Янтарн Серебрян Светл Спокойн Добр Дружн Приветлив Нежн Тёпл Уютн Чудесн Радостн Бодр Быстр "
        "Проворн Лазурн Бирюзов Малахитов Изумрудн Сиренев Лавандов Медов Мятн Ванильн Вишнёв Лимонн Яблочн Снежн "
        "Хрустальн Жемчужн Бархатн Шёлков Душист Ароматн Воздушн Просторн Узорчат Сказочн Волшебн Загадочн Любопытн "
        "Мечтательн Цветочн Сапфиров Рубинов Опалов Медн Бронзов"
    ),
    nouns={
        "ый": _words(
            "Ветер Ручей Рассвет Закат Снегирь Соловей Жаворонок Стриж Скворец Ёжик Дельфин Мотылёк Клён Кедр Ясень "
            "Каштан Тополь Тюльпан Василёк Ландыш Жасмин Клевер Маяк Мост Парус Фонарик Компас Якорь Остров Берег Луг "
            "Сад Родник Водопад Месяц Листок Камешек Колокольчик"
        ),
        "ая": _words(
            "Берёза Рябина Ива Сосна Яблоня Ласточка Синица Чайка Иволга Малиновка Стрекоза Бабочка Ромашка Фиалка "
            "Незабудка Роза Астра Река Волна Роса Радуга Звезда Луна Комета Поляна Роща Долина Ракушка Флейта Арфа "
            "Свирель Лодка Мельница Тропинка"
        ),
        "ое": _words("Озеро Облако Море Утро"),
    },
)

# Persian nouns bear the sound that ties them to the adjective, where it is written: ستارهٔ, دریای.
PERSIAN = AliasWords(
    adjectives=_words(
        "آرام روشن درخشان تابان طلایی نقره‌ای آبی فیروزه‌ای ارغوانی لیمویی نارنجی زمردی یاقوتی تابستانی پاییزی زمستانی "
        "صبحگاهی شامگاهی کوهستانی دور نزدیک تازه خنک گرم دلنشین دلپذیر مهربان شاد خندان لطیف چابک رنگین رنگارنگ "
        "خوش‌رنگ خوش‌آواز سبکبال پنهان رازآلود رویایی بلورین مخملی ابریشمی کهربایی مسی عسلی زعفرانی نوازشگر آوازخوان "
        "پرنور دلگشا باصفا معطر نیلی آفتابی کنجکاو"
    ),
    nouns={
        "": _words(
            "نسیم ماه ستارهٔ دریای رود کوه باغ بهار سپیدهٔ شبنم ابر باران موج ساحل پل قایق بادبان فانوس چراغ نغمهٔ "
            "گنجشک بلبل چکاوک پرستوی دلفین زیتون یاس نرگس سوسن بنفشهٔ نیلوفر شقایق درخت سرو بید صنوبر کاج چنار پروانهٔ "
            "جزیرهٔ دریاچهٔ چشمهٔ جویبار آبشار برکهٔ دشت چمن برگ صدف پنجرهٔ خورشید مهتاب شفق قناری سنجاب آهوی تپهٔ "
            "سبزه‌زار غنچهٔ خوشهٔ بادبادک"
        ),
    },
    noun_first=True,
)

POLISH = AliasWords(
    adjectives=_words(
        "Słoneczn Jasn Bursztynow Srebrn Złot Spokojn Pogodn Wesoł Przyjazn Serdeczn Ciepł Przytuln Cudown Radosn "
        "Barwn Kolorow Świetlist Promienn Lazurow Turkusow Szmaragdow Liliow Lawendow Miodow Miętow Wiśniow Cytrynow "
        "Kryształow Perłow Aksamitn Jedwabn Pachnąc Zwiewn Przestronn Bajkow Magiczn Tajemnicz Ciekaw Wiosenn Zimow "
        "Jesienn Leśn Kwiatow Porann Wieczorn Szafirow Rubinow Opalow Miedzian Malinow Szumiąc Błyszcząc Tańcząc "
        "Śpiewając Wędrown"
    ),
    nouns={
        "y": _words(
            "Wiatr Strumień Świt Słowik Skowronek Szpak Drozd Jeżyk Delfin Motyl Klon Cedr Jesion Kasztan Tulipan "
            "Bławatek Jaśmin Latawiec Most Żagiel Lampion Kompas Księżyc Listek Kamyk Dzwonek Promyk Gaj Ogród "
            "Wodospad Zimorodek Rudzik Krokus Irys Aster"
        ),
        "a": _words(
            "Brzoza Jarzębina Wierzba Sosna Jodła Jabłoń Jaskółka Sikorka Mewa Wilga Ważka Stokrotka Róża Malwa "
            "Konwalia Rzeka Fala Rosa Tęcza Gwiazda Kometa Polana Dolina Muszla Harfa Wyspa Łąka Ścieżka Chmurka "
            "Latarnia Niezapominajka"
        ),
        "e": _words("Jezioro Morze Źródło Słońce Wzgórze"),
    },
)

BY_LANGUAGE = {
    "de": GERMAN,
    "en": ENGLISH,
    "uk": UKRAINIAN,
    "ar": ARABIC,
    "tr": TURKISH,
    "ru": RUSSIAN,
    "fa": PERSIAN,
    "pl": POLISH,
}
