"""Spreadsheets written by hand, so that a test can say exactly what is in them."""

import io
import zipfile

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"

HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
ODS_HEADING = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>code</text:p>'
    "</table:table-cell></table:table-row>"
)
ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(rows):
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"


def xlsx(rows=HEADING, *, sheets=None, more=None, state=""):
    """A workbook of sheets given as the XML of their rows; `more` adds or replaces members."""
    sheets = sheets or {"Sheet1": rows}
    entries = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{state if number == 1 else ""}/>'
        for number, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{_REL}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
    }
    for number, xml in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/sheet{number}.xml"] = xml if "<worksheet" in xml else sheet(xml)
    return zipped(members | (more or {}))


def ods(rows=ODS_HEADING, *, tables=None, more=None):
    """An ODS file of tables given as the XML of their rows."""
    body = "".join(
        f'<table:table table:name="{name}">{xml}</table:table>'
        for name, xml in (tables or {"Sheet1": rows}).items()
    )
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0"'
        f' xmlns:text="{_ODF}:text:1.0"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS_MIME, "content.xml": content} | (more or {}))


def text_cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
