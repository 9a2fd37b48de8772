"""What WeasyPrint leaves to do before a PDF/A-3a is also PDF/UA-1 and ready for its seal.

One pass: the metadata becomes plain XML that names both standards, running feet become artifacts
(a screen reader need not read them on each page), attachments are listed once and in order, and a
tagged, named field waits for the seal. Nothing of this can be done after sealing.
"""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

SEAL_FIELD = "Seal"

_NS_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NS_PDFUA = "http://www.aiim.org/pdfua/ns/id/"
_PDFUA = f"""<rdf:RDF xmlns:rdf="{_NS_RDF}">
<rdf:Description rdf:about="" xmlns:pdfuaid="{_NS_PDFUA}"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_NS_PDFUA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>""".encode()
_MARKED = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC")


def finish(pdf: bytes, *, seal_label: str = "") -> bytes:
    """Return a rendered PDF/A-3a as PDF/UA-1 too.

    With `seal_label`, what a reader's software says of it, an empty field waits for the seal.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _name_both_standards(document)
        for page in document.pages:
            _feet_to_artifacts(document, page.obj)
        _list_attachments_once(document)
        if seal_label:
            _add_seal_field(document, seal_label)
        _end_streams_clearly(document)
        finished = io.BytesIO()
        document.save(
            finished,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            deterministic_id=True,
        )
    return finished.getvalue()


def _name_both_standards(document: Pdf) -> None:
    xmp = document.Root.Metadata.read_bytes()
    addition = _PDFUA.split(b">", 1)[1].removesuffix(b"</rdf:RDF>")
    stream = document.make_stream(xmp.replace(b"</rdf:RDF>", addition + b"</rdf:RDF>", 1))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = stream


def _feet_to_artifacts(document: Pdf, page: Object) -> None:
    """Turn content whose tag hangs on no tree (what stands in the page's margins) to artifacts."""
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    marked = numbers[2 * int(page.StructParents) + 1]
    tree = document.Root.StructTreeRoot.K[0]
    trunk = {child.objgen for child in tree.K}
    loose = {
        number
        for number, element in enumerate(marked)
        if _branch(element, tree.objgen).objgen not in trunk
    }
    if not loose:
        return

    def unmark(match: re.Match[bytes]) -> bytes:
        return b"/Artifact BMC" if int(match[1]) in loose else match[0]

    content = page.Contents.read_bytes()
    artifacts = zlib.compress(_MARKED.sub(unmark, content))
    page.Contents = document.make_stream(artifacts, Filter=Name.FlateDecode)
    for number in loose:
        marked[number] = None


def _branch(element: Object, root: tuple[int, int]) -> Object:
    """Climb from `element` to the one just under `root`."""
    while element.P.objgen != root:
        element = element.P
    return element


def _list_attachments_once(document: Pdf) -> None:
    """Sort the name tree, as a reader searches it, and name each file once among the associated."""
    names = document.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
    if names is None:
        return
    entries = sorted(_pairs(names.Names), key=lambda pair: bytes(pair[0]))
    names.Names = Array([part for pair in entries for part in pair])
    document.Root.AF = Array([file for _, file in entries])


def _pairs(array: Object) -> Iterator[tuple[Object, Object]]:
    parts = list(array)
    return zip(parts[::2], parts[1::2], strict=True)


def _add_seal_field(document: Pdf, label: str) -> None:
    """An invisible signature field on the first page, with its place in the structure tree."""
    page = document.pages[0].obj
    tree = document.Root.StructTreeRoot
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=SEAL_FIELD,
            TU=label,
            Rect=[0, 0, 0, 0],
            F=4,
            P=page,
        )
    )
    parent = tree.K[0]
    element = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=parent, Pg=page, Alt=label)
    )
    element.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
    parent.K.append(element)
    key = max(int(number) for number in list(tree.ParentTree.Nums)[::2]) + 1
    widget.StructParent = key
    tree.ParentTree.Nums.append(key)
    tree.ParentTree.Nums.append(element)
    tree.ParentTreeNextKey = key + 1
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    document.Root.AcroForm = document.make_indirect(Dictionary(Fields=[widget], SigFlags=3))


def _end_streams_clearly(document: Pdf) -> None:
    """Store otherwise what would end in a carriage return: with the line feed that follows it,
    a reader may take both for the end of the line and miss a byte."""
    for stream in document.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
            content = stream.read_bytes()
            if content.endswith(b"\r"):
                stream.write(content.hex().encode() + b">", filter=Name.ASCIIHexDecode)
            else:
                stream.write(content)
