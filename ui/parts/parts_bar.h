// An upload's bar: every part in its place, with its state as colour and pattern, and its own fill while it
// is sent. Legible from one part to ten thousand.
#pragma once

#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"

#include <QHash>
#include <QImage>
#include <QList>
#include <QPalette>
#include <QRect>

class QPainter;

namespace gantry {

// One row of `width` pixels: the colours of the bar, part 1 at the left. Pure. Where several parts share a
// pixel their colours are mixed, so that the texture stays true; but what failed is never mixed away.
QImage partsImage(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette);

// The marks that say the same without colour, as a row too: transparent where there are none.
QImage partMarks(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette);

// The parts as far as the snapshot alone tells them: what is stored, what is in flight, the rest.
QList<PartSnapshot> assumedParts(const UploadSnapshot &upload);

// The brush of a state's pattern over its colour; Qt::NoBrush: it is plain.
Qt::BrushStyle patternOf(PartState state);

// Paints the bar of one upload. Keeps the images of the last ones and makes one anew only if `revision`, the
// width or the palette has changed. `parts` may be nullptr: then it is painted from what the snapshot alone
// tells.
class PartsBarPainter
{
public:
    void paint(QPainter *painter, const QRect &bar, const UploadSnapshot &upload,
               const QList<PartSnapshot> *parts, quint64 revision, const QPalette &palette);
    void clear() { m_images.clear(); }

private:
    struct Images
    {
        size_t key = 0; // of all that they were made from
        QImage colours;
        QImage marks;
    };

    const Images &imagesOf(const UploadSnapshot &upload, const QList<PartSnapshot> *parts, quint64 revision,
                           int width, const QPalette &palette);

    QHash<UploadId, Images> m_images;
};

} // namespace gantry
