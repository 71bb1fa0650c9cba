"""What each language says around a day, a month or a year. Said by `kit/day_words.py`.

Persian tells days in the Gregorian calendar, as the German papers do; its months bear their Persian names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from verzahnt.kit.known_days import Precision

DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR
END_OF_YEAR, MONTH_WITHOUT_YEAR = Precision.END_OF_YEAR, Precision.MONTH_WITHOUT_YEAR
NOT_LATER_THAN, UNKNOWN = Precision.NOT_LATER_THAN, Precision.UNKNOWN


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language. A precision not named is just `{x}`.

    `{x}` stands for the day, month or year. Where months are declined, `{of_x}` is the month as it stands after
    "since", `{in_x}` as it stands in "in December", with its preposition.
    """

    locale: str
    day_pattern: str
    alone: Mapping[Precision, str]
    """As an entry in a list: "Ende 2021"."""
    when: Mapping[Precision, str]
    """In a sentence: "am 19. Dezember 2024". What is not named here is said as alone."""
    after_preposition: Mapping[Precision, str]
    """After "seit", "von", "bis". What is not named here is said as alone."""
    from_to: str
    since: str
    starting: str
    until: str
    end_open: str
    start_not_stated: str
    nothing_stated: str
    from_day_to: str = ""
    """German alone says "vom" before a day and "von" before all else."""
    after_until: Mapping[Precision, str] = field(default_factory=dict)
    """After "bis", where it asks for another case than "seit"."""
    comma: str = ", "
    in_months: tuple[str, ...] = ()
    """"In January", "in February" …, where that is more than the name of the month."""


PHRASES = {
    "de": Phrases(
        locale="de",
        day_pattern="d. MMMM y",
        alone={
            END_OF_YEAR: "Ende {x}",
            MONTH_WITHOUT_YEAR: "im {x} (Jahr nicht genannt)",
            NOT_LATER_THAN: "spätestens {x}",
            UNKNOWN: "nicht bekannt",
        },
        when={
            DAY: "am {x}",
            MONTH: "im {x}",
            NOT_LATER_THAN: "spätestens am {x}",
            UNKNOWN: "an einem Tag, der nicht bekannt ist",
        },
        after_preposition={MONTH_WITHOUT_YEAR: "{x} (Jahr nicht genannt)"},
        from_to="von {start} bis {end}",
        from_day_to="vom {start} bis {end}",
        since="seit {start}",
        starting="ab {start}",
        until="bis {end}",
        end_open="Ende offen",
        start_not_stated="Beginn nicht genannt",
        nothing_stated="Beginn und Ende nicht genannt",
    ),
    "de-simple": Phrases(
        locale="de",
        day_pattern="d. MMMM y",
        alone={
            END_OF_YEAR: "Ende {x}",
            MONTH_WITHOUT_YEAR: "im {x} (das Jahr wissen wir nicht)",
            NOT_LATER_THAN: "am {x} oder früher",
            UNKNOWN: "das wissen wir nicht",
        },
        when={
            DAY: "am {x}",
            MONTH: "im {x}",
            YEAR: "im Jahr {x}",
            END_OF_YEAR: "am Ende vom Jahr {x}",
            UNKNOWN: "an einem Tag, den wir nicht wissen",
        },
        after_preposition={
            MONTH_WITHOUT_YEAR: "{x} (das Jahr wissen wir nicht)",
            NOT_LATER_THAN: "{x} oder früher",
        },
        from_to="von {start} bis {end}",
        from_day_to="vom {start} bis {end}",
        since="seit {start}",
        starting="ab {start}",
        until="bis {end}",
        end_open="das Ende ist offen",
        start_not_stated="den Anfang wissen wir nicht",
        nothing_stated="Anfang und Ende wissen wir nicht",
    ),
    "en": Phrases(
        locale="en_GB",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "end of {x}",
            MONTH_WITHOUT_YEAR: "in {x} (year not stated)",
            NOT_LATER_THAN: "no later than {x}",
            UNKNOWN: "not known",
        },
        when={
            DAY: "on {x}",
            MONTH: "in {x}",
            YEAR: "in {x}",
            END_OF_YEAR: "at the end of {x}",
            UNKNOWN: "on a day that is not known",
        },
        after_preposition={
            END_OF_YEAR: "the end of {x}",
            MONTH_WITHOUT_YEAR: "{x} (year not stated)",
            NOT_LATER_THAN: "{x} at the latest",
        },
        from_to="from {start} to {end}",
        since="since {start}",
        starting="from {start}",
        until="until {end}",
        end_open="no end agreed",
        start_not_stated="start not stated",
        nothing_stated="start and end not stated",
    ),
    "ar": Phrases(
        locale="ar",
        day_pattern="d MMMM y",
        comma="، ",
        alone={
            END_OF_YEAR: "نهاية عام {x}",
            MONTH_WITHOUT_YEAR: "في {x} (السنة غير مذكورة)",
            NOT_LATER_THAN: "في موعد أقصاه {x}",
            UNKNOWN: "غير معروف",
        },
        when={
            DAY: "في {x}",
            MONTH: "في {x}",
            YEAR: "في عام {x}",
            END_OF_YEAR: "في نهاية عام {x}",
            UNKNOWN: "في يوم غير معروف",
        },
        after_preposition={
            YEAR: "عام {x}",
            MONTH_WITHOUT_YEAR: "{x} (السنة غير مذكورة)",
            NOT_LATER_THAN: "{x} على أبعد تقدير",
        },
        from_to="من {start} إلى {end}",
        since="منذ {start}",
        starting="اعتبارًا من {start}",
        until="حتى {end}",
        end_open="دون نهاية محددة",
        start_not_stated="البداية غير مذكورة",
        nothing_stated="البداية والنهاية غير مذكورتين",
    ),
    "uk": Phrases(
        locale="uk",
        day_pattern="d MMMM y року",
        alone={
            MONTH: "{x} року", END_OF_YEAR: "кінець {x} року", MONTH_WITHOUT_YEAR: "{x} (рік не вказано)",
            NOT_LATER_THAN: "не пізніше {x}", UNKNOWN: "невідомо",
        },
        when={
            MONTH: "{in_x} року", YEAR: "у {x} році", END_OF_YEAR: "наприкінці {x} року",
            MONTH_WITHOUT_YEAR: "{in_x} (рік не вказано)", UNKNOWN: "у день, якого ми не знаємо",
        },
        after_preposition={
            MONTH: "{of_x} року", YEAR: "{x} року", END_OF_YEAR: "кінця {x} року",
            MONTH_WITHOUT_YEAR: "{of_x} (рік не вказано)", NOT_LATER_THAN: "{x} або раніше",
        },
        after_until={
            MONTH: "{x} року", YEAR: "{x} рік", END_OF_YEAR: "кінець {x} року",
            MONTH_WITHOUT_YEAR: "{x} (рік не вказано)",
        },
        from_to="з {start} по {end}",
        since="з {start}",
        starting="починаючи з {start}",
        until="по {end}",
        end_open="без дати закінчення",
        start_not_stated="початок не вказано",
        nothing_stated="початок і кінець не вказано",
        in_months=("у січні", "у лютому", "у березні", "у квітні", "у травні", "у червні",
                   "у липні", "у серпні", "у вересні", "у жовтні", "у листопаді", "у грудні"),
    ),
    "tr": Phrases(
        locale="tr",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "{x} yılının sonu", MONTH_WITHOUT_YEAR: "{x} ayı (yılı belirtilmemiş)",
            NOT_LATER_THAN: "en geç {x}", UNKNOWN: "bilinmiyor",
        },
        when={
            DAY: "{x} tarihinde", MONTH: "{x} tarihinde", YEAR: "{x} yılında", END_OF_YEAR: "{x} yılının sonunda",
            MONTH_WITHOUT_YEAR: "{x} ayında (yılı belirtilmemiş)", NOT_LATER_THAN: "en geç {x} tarihinde",
            UNKNOWN: "bilinmeyen bir günde",
        },
        after_preposition={
            DAY: "{x} tarihinden", MONTH: "{x} tarihinden", YEAR: "{x} yılından",
            END_OF_YEAR: "{x} yılının sonundan", MONTH_WITHOUT_YEAR: "(yılı belirtilmemiş) {x} ayından",
            NOT_LATER_THAN: "en geç {x} tarihinden",
        },
        after_until={
            DAY: "{x} tarihine", MONTH: "{x} tarihine", YEAR: "{x} yılına", END_OF_YEAR: "{x} yılının sonuna",
            MONTH_WITHOUT_YEAR: "(yılı belirtilmemiş) {x} ayına", NOT_LATER_THAN: "en geç {x} tarihine",
        },
        from_to="{start} {end} kadar",
        since="{start} beri",
        starting="{start} itibaren",
        until="{end} kadar",
        end_open="bitiş tarihi açık",
        start_not_stated="başlangıcı belirtilmemiş",
        nothing_stated="başlangıcı ve bitişi belirtilmemiş",
    ),
    "ru": Phrases(
        locale="ru",
        day_pattern="d MMMM y года",
        alone={
            MONTH: "{x} года", END_OF_YEAR: "конец {x} года", MONTH_WITHOUT_YEAR: "{x} (год не указан)",
            NOT_LATER_THAN: "не позднее {x}", UNKNOWN: "неизвестно",
        },
        when={
            MONTH: "{in_x} года", YEAR: "в {x} году", END_OF_YEAR: "в конце {x} года",
            MONTH_WITHOUT_YEAR: "{in_x} (год не указан)", UNKNOWN: "в день, которого мы не знаем",
        },
        after_preposition={
            MONTH: "{of_x} года", YEAR: "{x} года", END_OF_YEAR: "конца {x} года",
            MONTH_WITHOUT_YEAR: "{of_x} (год не указан)", NOT_LATER_THAN: "{x} или раньше",
        },
        after_until={
            MONTH: "{x} года", YEAR: "{x} год", END_OF_YEAR: "конец {x} года",
            MONTH_WITHOUT_YEAR: "{x} (год не указан)",
        },
        from_to="с {start} по {end}",
        since="с {start}",
        starting="начиная с {start}",
        until="по {end}",
        end_open="без даты окончания",
        start_not_stated="начало не указано",
        nothing_stated="начало и конец не указаны",
        in_months=("в январе", "в феврале", "в марте", "в апреле", "в мае", "в июне",
                   "в июле", "в августе", "в сентябре", "в октябре", "в ноябре", "в декабре"),
    ),
    "fa": Phrases(
        locale="fa",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "پایان سال {x}", MONTH_WITHOUT_YEAR: "ماه {x} (سال ذکر نشده)",
            NOT_LATER_THAN: "{x} یا پیش از آن", UNKNOWN: "نامشخص",
        },
        when={
            DAY: "در {x}", MONTH: "در {x}", YEAR: "در سال {x}", END_OF_YEAR: "در پایان سال {x}",
            MONTH_WITHOUT_YEAR: "در ماه {x} (سال ذکر نشده)", NOT_LATER_THAN: "در {x} یا پیش از آن",
            UNKNOWN: "در روزی نامشخص",
        },
        after_preposition={YEAR: "سال {x}"},
        from_to="از {start} تا {end}",
        since="از {start}",
        starting="از {start} به بعد",
        until="تا {end}",
        end_open="بدون تاریخ پایان",
        start_not_stated="آغاز ذکر نشده",
        nothing_stated="آغاز و پایان ذکر نشده",
        comma="، ",
    ),
    "pl": Phrases(
        locale="pl",
        day_pattern="d MMMM y",
        alone={
            END_OF_YEAR: "koniec {x} roku", MONTH_WITHOUT_YEAR: "{x} (rok nieznany)",
            NOT_LATER_THAN: "najpóźniej {x}", UNKNOWN: "nie wiadomo",
        },
        when={
            MONTH: "{in_x}", YEAR: "w {x} roku", END_OF_YEAR: "pod koniec {x} roku",
            MONTH_WITHOUT_YEAR: "{in_x} (rok nieznany)", UNKNOWN: "w dniu, którego nie znamy",
        },
        after_preposition={
            MONTH: "{of_x}", YEAR: "{x} roku", END_OF_YEAR: "końca {x} roku",
            MONTH_WITHOUT_YEAR: "{of_x} (rok nieznany)", NOT_LATER_THAN: "{x} lub wcześniej",
        },
        from_to="od {start} do {end}",
        since="od {start}",
        starting="od {start}",
        until="do {end}",
        end_open="bez daty końcowej",
        start_not_stated="początek nie jest podany",
        nothing_stated="początek i koniec nie są podane",
        in_months=("w styczniu", "w lutym", "w marcu", "w kwietniu", "w maju", "w czerwcu",
                   "w lipcu", "w sierpniu", "we wrześniu", "w październiku", "w listopadzie", "w grudniu"),
    ),
}
