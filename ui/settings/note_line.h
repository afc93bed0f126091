// A line in a form that explains, warns or refuses: a mark and plain text, right where it belongs.
#pragma once

#include "ui/look/glyph_mark.h"

#include <QLabel>
#include <QWidget>

namespace gantry {

// A label for words that are not ours: plain text, wrapped, and selectable with the mouse.
QLabel *plainLabel(const QString &text = {}, QWidget *parent = nullptr);

// Help under a field: smaller and quieter than what it explains.
QLabel *hintLabel(const QString &text, QWidget *parent = nullptr);

// Hidden while it has nothing to say.
class NoteLine : public QWidget
{
    Q_OBJECT

public:
    enum class Tone { Info, Good, Warning, Problem };

    explicit NoteLine(QWidget *parent = nullptr);

    // A problem is also told to screen readers at once.
    void say(Tone tone, const QString &text);
    void clear();
    QString text() const { return m_text->text(); }

private:
    GlyphMark *m_mark;
    QLabel *m_text;
};

} // namespace gantry
