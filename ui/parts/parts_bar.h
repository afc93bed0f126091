// An upload's bar: every part in its place, with its state as colour and pattern, and its own fill while it
// is sent. Legible from one part to ten thousand.
#pragma once

#include "engine/core/part_types.h"
#include "engine/core/upload_types.h"

#include <QCache>
#include <QImage>
#include <QList>
#include <QPalette>
#include <QRect>
#include <QSize>

#include <array>

class QPainter;

namespace gantry {

// One row of `width` pixels: what the bar shows, before patterns. Pure. Where several parts share a pixel the
// one that most needs to be seen wins (failed, sending, cooling, waiting, stored), blended so that the
// texture stays true.
QImage partsImage(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette);

// Paints the bar of one upload. Keeps the images of the last ones and makes one anew only if `revision`, the
// width or the palette has changed. `parts` may be nullptr: then it is painted from what the snapshot alone
// tells. Part 1 begins where the painter's layout direction does.
class PartsBarPainter
{
public:
    void paint(QPainter *painter, const QRect &bar, const UploadSnapshot &upload,
               const QList<PartSnapshot> *parts, quint64 revision, const QPalette &palette);
    void clear() { m_bars.clear(); }

    // How often an image was made. For tests and benches.
    int made() const { return m_made; }

private:
    // All that the image of a bar depends on.
    struct Key
    {
        QSize size; // device pixels, without its frame
        int unit = 1;
        bool mirrored = false;
        std::array<QRgb, 4> colours{};
        quint64 revision = 0; // 0: the rest is of meaning
        Stage stage = Stage::Queued;
        qint64 bytes = 0;
        qint64 stored = 0;
        qint64 flying = 0;

        friend bool operator==(const Key &, const Key &) = default;
    };
    struct Bar
    {
        Key key;
        QImage image;
    };

    static Key keyOf(const QSize &size, int unit, bool mirrored, const UploadSnapshot &upload,
                     quint64 revision, const QPalette &palette);

    QCache<UploadId, Bar> m_bars{8 * 1024 * 1024}; // bytes of images
    int m_made = 0;
};

} // namespace gantry
