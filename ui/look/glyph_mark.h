// A sign beside words.
#pragma once

#include "ui/look/icons.h"
#include "ui/text/upload_words.h"

#include <QWidget>

#include <optional>

namespace gantry {

// A glyph as high as a line of text, in the colour of a mood, or else in that of the text. It follows palette
// and font.
class GlyphMark : public QWidget
{
    Q_OBJECT

public:
    explicit GlyphMark(QWidget *parent = nullptr);

    void setGlyph(Glyph glyph, std::optional<UploadMood> mood = {});
    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Glyph m_glyph = Glyph::Info;
    std::optional<UploadMood> m_mood;
};

} // namespace gantry
