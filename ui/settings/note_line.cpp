#include "ui/settings/note_line.h"

#include <QAccessible>
#include <QHBoxLayout>

#include <algorithm>

namespace gantry {

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel *hintLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(std::max(6.0, font.pointSizeF() * 0.92));
    label->setFont(font);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

NoteLine::NoteLine(QWidget *parent)
    : QWidget(parent)
    , m_mark(new GlyphMark)
    , m_text(plainLabel())
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(fontMetrics().averageCharWidth());
    line->addWidget(m_mark, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    hide();
}

void NoteLine::say(Tone tone, const QString &text)
{
    if (text.isEmpty()) {
        clear();
        return;
    }
    switch (tone) {
    case Tone::Info:
        m_mark->setGlyph(Glyph::Info, UploadMood::Waiting);
        break;
    case Tone::Good:
        m_mark->setGlyph(Glyph::Check, UploadMood::Done);
        break;
    case Tone::Warning:
        m_mark->setGlyph(Glyph::Warning, UploadMood::NeedsYou);
        break;
    case Tone::Problem:
        m_mark->setGlyph(Glyph::Failed, UploadMood::Failed);
        break;
    }
    m_text->setText(text);
    setAccessibleName(text);
    show();
    if (tone == Tone::Problem) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void NoteLine::clear()
{
    m_text->clear();
    setAccessibleName({});
    hide();
}

} // namespace gantry
