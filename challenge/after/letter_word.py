"""A feedback letter as a Word file: real headings, a table whose heading row repeats, British English."""

from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .letter_content import Content, Section

LANGUAGE = "en-GB"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make(content: Content) -> bytes:
    """The whole file."""
    document = Document()
    _set_up(document, content)
    document.add_heading(content.title, level=1)
    if content.note:
        document.add_paragraph().add_run(content.note).bold = True
    for name, value in content.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    for section in content.sections:
        _add(document, section)
    for line in content.signatory:
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document, section: Section):
    if section.heading:
        document.add_heading(section.heading, level=2)
    for block in section.blocks:
        if block.kind == "list":
            for item in block.lines:
                document.add_paragraph(item, style="List Bullet")
        else:
            document.add_paragraph("\n".join(block.lines))
    if section.table:
        _add_table(document, section.table)


def _add_table(document, table):
    made = document.add_table(rows=1, cols=len(table["head"]), style="Table Grid")
    for cell, text in zip(made.rows[0].cells, table["head"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    # Read as the heading of each column, and drawn again on each page.
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(heading)
    for row in table["rows"]:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _set_up(document, content):
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        content.title,
        content.author,
        LANGUAGE,
    )
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = "Arial"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
    document.styles["Normal"].font.size = Pt(11)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE)
