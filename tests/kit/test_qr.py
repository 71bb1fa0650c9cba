import re

import segno

from verzahnt.kit.qr import MASK, QrCode, qr_code

LINK = "https://verzahnt.example.org/karte/#3041592653589793"


def dark_squares(code: QrCode) -> set[tuple[int, int]]:
    strokes = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
    assert "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in strokes) == code.path
    return {(int(x) + step, int(y)) for x, y, length in strokes for step in range(int(length))}


def test_the_path_is_the_code_inside_a_white_margin_of_four():
    matrix = segno.make_qr(LINK, error="m", mask=MASK).matrix
    code = qr_code(LINK)

    assert code.size == len(matrix) + 8
    assert dark_squares(code) == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_the_picture_says_in_words_what_it_is_and_words_cannot_break_out_of_it():
    picture = qr_code(LINK).svg('Karte "1" <öffnen>')

    assert picture.count("<path") == 2
    assert 'role="img" aria-label="Karte &quot;1&quot; &lt;öffnen&gt;"' in picture
