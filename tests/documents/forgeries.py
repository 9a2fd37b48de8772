"""What somebody might do to a sealed PDF."""

import io
import warnings

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def one_bit_in_a_page(pdf):
    return flip(pdf, pdf.index(b"stream\n", pdf.index(b"/Type /Page")) + 60)


def one_letter_of_the_title(pdf):
    place = pdf.index(b"<dc:title>")
    return flip(pdf, pdf.index(b"Co", place))


def one_digit_of_the_signature(pdf):
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    length = int(pdf[start + 4 : start + 8], 16) + 4  # of the DER inside, in bytes
    place = start + 2 * length - 9
    other = b"1" if pdf[place : place + 1] == b"0" else b"0"
    return pdf[:place] + other + pdf[place + 1 :]


def bytes_appended(pdf):
    return pdf + b"\n% a word more\n"


def one_zero_byte_appended(pdf):
    return pdf + b"\0"


def update_painting_a_page(pdf):
    writer = _Update(io.BytesIO(pdf))
    paint = writer.add_object(generic.StreamObject(stream_data=b"0 0 1 rg 90 90 300 300 re f"))
    kids = writer.root["/Pages"]["/Kids"]
    reference = kids.raw_get(0).reference
    page = kids[0]
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), paint])
    writer.mark_update(reference)
    return _written(writer)


def update_that_changes_nothing(pdf):
    writer = _Update(io.BytesIO(pdf))
    writer.update_root()
    return _written(writer)


def attachment_swapped(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        file = document.Root.Names.EmbeddedFiles.Names[3]
        file.EF.F.write(b'{"events":["forged"]}')
        return _saved(document)


def seal_stripped(pdf):
    """Cut the last revision off, as it was before sealing."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def seal_removed(pdf):
    with warnings.catch_warnings(), pikepdf.open(io.BytesIO(pdf)) as document:
        warnings.simplefilter("ignore")  # the field is left without its form: that is the forgery
        del document.Root.AcroForm
        return _saved(document)


def bytes_before(pdf):
    return b"%PDF-1.7\n" + pdf


def last_byte_missing(pdf):
    return pdf[:-1]


ALL = [
    one_bit_in_a_page,
    one_letter_of_the_title,
    one_digit_of_the_signature,
    bytes_appended,
    one_zero_byte_appended,
    update_painting_a_page,
    update_that_changes_nothing,
    attachment_swapped,
    seal_stripped,
    seal_removed,
    bytes_before,
    last_byte_missing,
]


class _Update(IncrementalPdfFileWriter):
    def _update_meta(self):
        pass


def flip(pdf, place):
    changed = bytearray(pdf)
    changed[place] ^= 1
    return bytes(changed)


def _written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
