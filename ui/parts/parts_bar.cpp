#include "ui/parts/parts_bar.h"

#include "ui/parts/parts_columns.h"

#include <QPainter>

#include <algorithm>

namespace gantry {
namespace {

// Where cells are too narrow for their patterns the bar is a texture, and the patterns lie in a band below.
QRgb texelOf(const PartsColumn &column, int x, int y, int height, int unit, const PartInks &inks)
{
    if (column.cell && column.gap)
        return inks.gap();
    if (column.again && y < std::max(2 * unit, height / 4))
        return inks.texel(PartLook::Cooling, x, y + 2 * unit, unit); // begins with a row of dots
    if (column.cell)
        return inks.texel(column.look, x, y, unit);
    if (column.look == PartLook::Failed) // a few pixels wide: as dashes
        return y % (4 * unit) < unit ? inks.ink(column.look) : column.colour;
    if (column.look == PartLook::Cooling) // and as dots
        return y % (4 * unit) < 2 * unit ? inks.ink(column.look) : column.colour;
    const bool inBand = y >= height - std::max(2 * unit, height / 3);
    const bool isPlain = column.look == PartLook::Waiting || column.look == PartLook::Stored;
    return inBand && !isPlain ? inks.texel(column.look, x, y, unit) : column.colour;
}

// Its frame left out.
QImage woven(const std::vector<PartsColumn> &columns, int height, int unit, bool mirrored,
             const PartInks &inks)
{
    const int width = static_cast<int>(columns.size());
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const int place = mirrored ? width - 1 - x : x;
            line[x] = texelOf(columns[static_cast<std::size_t>(place)], x, y, height, unit, inks);
        }
    }
    return image;
}

QImage framed(const QImage &texture, int unit, const PartInks &inks)
{
    QImage image(texture.size() + QSize(2 * unit, 2 * unit), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = std::min(3.0 * unit, image.height() / 3.0);
    const double half = unit / 2.0;
    const QRectF whole(QPointF(0, 0), QSizeF(image.size()));
    QBrush brush(texture);
    brush.setTransform(QTransform::fromTranslate(unit, unit));
    painter.setPen(QPen(QColor(inks.outline()), unit));
    painter.setBrush(brush);
    painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), radius - half, radius - half);
    return image;
}

} // namespace

QImage partsImage(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette)
{
    const std::vector<PartsColumn> columns = columnsOf(parts, size, width, 1, PartInks(palette));
    QImage row(std::max(0, width), 1, QImage::Format_RGB32);
    if (row.isNull())
        return row;
    auto *line = reinterpret_cast<QRgb *>(row.scanLine(0));
    std::transform(columns.begin(), columns.end(), line,
                   [](const PartsColumn &column) { return column.colour; });
    return row;
}

PartsBarPainter::Key PartsBarPainter::keyOf(const QSize &size, int unit, bool mirrored,
                                            const UploadSnapshot &upload, quint64 revision,
                                            const QPalette &palette)
{
    const auto colour = [&palette](QPalette::ColorRole role) { return palette.color(role).rgb(); };
    Key key{size,
            unit,
            mirrored,
            {colour(QPalette::Base), colour(QPalette::Text), colour(QPalette::AlternateBase),
             colour(QPalette::Highlight)},
            revision};
    if (revision == 0) {
        key.stage = upload.record.stage;
        key.bytes = upload.record.identity.size;
        key.stored = upload.record.bytesStored;
        key.flying = upload.bytesInFlight;
    }
    return key;
}

void PartsBarPainter::paint(QPainter *painter, const QRect &bar, const UploadSnapshot &upload,
                            const QList<PartSnapshot> *parts, quint64 revision, const QPalette &palette)
{
    const double ratio = painter->device()->devicePixelRatio();
    const int unit = std::max(1, qRound(ratio));
    const QSize size(qRound(bar.width() * ratio) - 2 * unit, qRound(bar.height() * ratio) - 2 * unit);
    if (size.isEmpty())
        return;
    const bool hasParts = parts && !parts->isEmpty() && revision != 0;
    const bool mirrored = painter->layoutDirection() == Qt::RightToLeft;
    const Key key = keyOf(size, unit, mirrored, upload, hasParts ? revision : 0, palette);
    const UploadId id = upload.record.id;
    const Bar *kept = m_bars.object(id);
    QImage image = kept && kept->key == key ? kept->image : QImage();
    if (image.isNull()) {
        const PartInks inks(palette);
        const std::vector<PartsColumn> columns =
            hasParts ? columnsOf(*parts, upload.record.identity.size, size.width(), unit, inks)
                     : columnsOf(upload, size.width(), unit, inks);
        image = framed(woven(columns, size.height(), unit, mirrored, inks), unit, inks);
        image.setDevicePixelRatio(ratio);
        ++m_made;
        m_bars.insert(id, new Bar{key, image}, image.sizeInBytes());
    }
    const double opacity = painter->opacity();
    constexpr double faded = 0.5; // what was stored is stored no more
    if (upload.record.stage == Stage::Cancelled)
        painter->setOpacity(opacity * faded);
    painter->drawImage(bar.topLeft(), image);
    painter->setOpacity(opacity);
}

} // namespace gantry
