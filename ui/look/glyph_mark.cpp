#include "ui/look/glyph_mark.h"

#include "ui/look/state_colours.h"

#include <QEvent>
#include <QPainter>

namespace gantry {

GlyphMark::GlyphMark(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void GlyphMark::setGlyph(Glyph glyph, std::optional<UploadMood> mood)
{
    m_glyph = glyph;
    m_mood = mood;
    update();
}

QSize GlyphMark::sizeHint() const
{
    const int side = fontMetrics().height();
    return {side, side};
}

void GlyphMark::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

void GlyphMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGlyph(&painter, rect(), m_glyph,
               m_mood ? moodColour(*m_mood, palette()) : palette().color(foregroundRole()));
}

} // namespace gantry
