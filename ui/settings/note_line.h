// A line in a form that explains, warns or refuses: a mark and plain text, right where it belongs.
#pragma once

#include "ui/look/icons.h"
#include "ui/text/upload_words.h"

#include <QLabel>
#include <QWidget>

#include <optional>

namespace gantry {

// A glyph as high as a line of text, in the colour of a mood; it follows the palette.
class GlyphMark : public QWidget
{
    Q_OBJECT

public:
    explicit GlyphMark(QWidget *parent = nullptr);

    void setGlyph(Glyph glyph, UploadMood mood);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Glyph m_glyph = Glyph::Info;
    UploadMood m_mood = UploadMood::Waiting;
};

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
