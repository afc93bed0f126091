// An upload's bar: every part in its place, with its state as colour and pattern, and its own fill while it
// is sent. Legible from one part to ten thousand.
#pragma once

#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"

#include <QImage>
#include <QList>
#include <QPalette>
#include <QRect>

class QPainter;

namespace gantry {

// One row of `width` pixels: what the bar shows, before patterns. Pure. Where several parts share a pixel the
// one that most needs to be seen wins (failed, sending, cooling, waiting, stored), blended so that the
// texture stays true.
QImage partsImage(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette);

// Paints the bar of one upload. Keeps the images of the last ones and makes one anew only if `revision`, the
// width or the palette has changed. `parts` may be nullptr: then it is painted from what the snapshot alone
// tells.
class PartsBarPainter
{
public:
    void paint(QPainter *painter, const QRect &bar, const UploadSnapshot &upload,
               const QList<PartSnapshot> *parts, quint64 revision, const QPalette &palette);
    void clear();
};

} // namespace gantry
