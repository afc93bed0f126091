#include "ui/parts/parts_bar.h"

#include "ui/look/state_colours.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gantry {
namespace {

constexpr int mostImages = 256; // more than there are rows on a screen
constexpr int patternWidth = 7; // pixels that a pattern needs to be seen

// What a pixel of the bar is made of.
struct Mix
{
    double red = 0;
    double green = 0;
    double blue = 0;
    double weight = 0;
    PartState loudest = PartState::Stored;
    bool any = false;

    void add(const QColor &colour, double share)
    {
        red += colour.redF() * share;
        green += colour.greenF() * share;
        blue += colour.blueF() * share;
        weight += share;
    }
};

// What most needs to be seen comes last.
int loudness(PartState state)
{
    switch (state) {
    case PartState::Stored:
        return 0;
    case PartState::Waiting:
        return 1;
    case PartState::Checking:
        return 2;
    case PartState::Reading:
        return 3;
    case PartState::Sending:
        return 4;
    case PartState::Cooling:
        return 5;
    case PartState::Failed:
        return 6;
    }
    Q_UNREACHABLE();
}

double fillOf(const PartSnapshot &part)
{
    if (part.state != PartState::Sending || part.size <= 0)
        return 0;
    return std::clamp(static_cast<double>(part.sent) / static_cast<double>(part.size), 0.0, 1.0);
}

// The ground of a part that is not stored yet: as if it waited.
QColor groundOf(PartState state, const QPalette &palette)
{
    return partColour(state == PartState::Sending ? PartState::Waiting : state, palette);
}

std::vector<Mix> mixed(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette)
{
    std::vector<Mix> pixels(static_cast<std::size_t>(width));
    if (size <= 0)
        size = 1;
    const double scale = static_cast<double>(width) / static_cast<double>(size);
    // Each run of one colour goes over the pixels that it touches, by how much of them it covers.
    const auto spread = [&](double from, double to, const QColor &colour, PartState state) {
        const double begin = from * scale;
        const double end = std::max(to * scale, begin);
        const int last = std::min(width - 1, static_cast<int>(std::ceil(end)) - 1);
        for (int x = std::max(0, static_cast<int>(begin));
             x <= std::max(last, static_cast<int>(begin)) && x < width; ++x) {
            Mix &pixel = pixels[static_cast<std::size_t>(x)];
            pixel.add(colour, std::min<double>(x + 1, end) - std::max<double>(x, begin));
            if (!pixel.any || loudness(state) > loudness(pixel.loudest))
                pixel.loudest = state;
            pixel.any = true;
        }
    };
    for (const PartSnapshot &part : parts) {
        const auto begin = static_cast<double>(part.offset);
        const double end = begin + static_cast<double>(part.size);
        const double middle = begin + static_cast<double>(part.size) * fillOf(part);
        if (part.state == PartState::Sending && middle > begin)
            spread(begin, middle, partColour(PartState::Sending, palette), part.state);
        if (end > middle)
            spread(middle, end, groundOf(part.state, palette), part.state);
    }
    return pixels;
}

QRgb colourOf(const Mix &pixel, const QPalette &palette)
{
    if (!pixel.any || pixel.weight <= 0)
        return partColour(pixel.any ? pixel.loudest : PartState::Waiting, palette).rgb();
    if (pixel.loudest == PartState::Failed)
        return partColour(PartState::Failed, palette).rgb();
    QColor colour = QColor::fromRgbF(static_cast<float>(std::min(1.0, pixel.red / pixel.weight)),
                                     static_cast<float>(std::min(1.0, pixel.green / pixel.weight)),
                                     static_cast<float>(std::min(1.0, pixel.blue / pixel.weight)));
    return colour.rgb();
}

QColor markColour(const QPalette &palette)
{
    return palette.color(QPalette::Base);
}

void paintPatterns(QPainter *painter, const QRectF &bar, const QList<PartSnapshot> &parts, qint64 size,
                   const QPalette &palette)
{
    if (size <= 0)
        return;
    const double scale = bar.width() / static_cast<double>(size);
    for (const PartSnapshot &part : parts) {
        const Qt::BrushStyle pattern = patternOf(part.state);
        const double width = static_cast<double>(part.size) * scale;
        if (pattern == Qt::NoBrush || width < patternWidth)
            continue;
        const double sent = width * fillOf(part);
        const QRectF cell(bar.left() + static_cast<double>(part.offset) * scale + sent, bar.top(),
                          width - sent, bar.height());
        const QColor ink =
            part.state == PartState::Sending ? partColour(PartState::Sending, palette) : markColour(palette);
        painter->fillRect(cell, QBrush(ink, pattern));
    }
}

} // namespace

Qt::BrushStyle patternOf(PartState state)
{
    switch (state) {
    case PartState::Waiting:
    case PartState::Stored:
        return Qt::NoBrush;
    case PartState::Checking:
        return Qt::Dense6Pattern;
    case PartState::Reading:
        return Qt::Dense5Pattern;
    case PartState::Sending:
        return Qt::BDiagPattern;
    case PartState::Cooling:
        return Qt::VerPattern;
    case PartState::Failed:
        return Qt::DiagCrossPattern;
    }
    Q_UNREACHABLE();
}

QImage partsImage(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette)
{
    QImage image(std::max(1, width), 1, QImage::Format_RGB32);
    const std::vector<Mix> pixels = mixed(parts, size, image.width(), palette);
    auto *line = reinterpret_cast<QRgb *>(image.scanLine(0));
    for (const Mix &pixel : pixels)
        *line++ = colourOf(pixel, palette);
    return image;
}

QImage partMarks(const QList<PartSnapshot> &parts, qint64 size, int width, const QPalette &palette)
{
    QImage image(std::max(1, width), 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const std::vector<Mix> pixels = mixed(parts, size, image.width(), palette);
    auto *line = reinterpret_cast<QRgb *>(image.scanLine(0));
    const QRgb ink = markColour(palette).rgb();
    for (int x = 0; x < image.width(); ++x) {
        const PartState state = pixels[static_cast<std::size_t>(x)].loudest;
        const bool dotted = (state == PartState::Sending || state == PartState::Reading) && x % 3 == 0;
        const bool dashed = state == PartState::Cooling && x % 2 == 0;
        if (state == PartState::Failed || dashed || dotted)
            line[x] = ink;
    }
    return image;
}

QList<PartSnapshot> assumedParts(const UploadSnapshot &upload)
{
    const qint64 size = upload.record.identity.size;
    const qint64 stored =
        upload.record.stage == Stage::Done ? size : std::clamp<qint64>(upload.record.bytesStored, 0, size);
    const qint64 moving = std::clamp<qint64>(upload.bytesInFlight, 0, size - stored);
    QList<PartSnapshot> parts;
    const auto add = [&parts](qint64 offset, qint64 length, PartState state, qint64 sent) {
        if (length > 0)
            parts.append({static_cast<int>(parts.size()) + 1, offset, length, state, sent, 0, {}});
    };
    add(0, stored, PartState::Stored, 0);
    add(stored, moving, PartState::Sending, moving);
    add(stored + moving, size - stored - moving, PartState::Waiting, 0);
    // An empty file has no byte to show, and is done all the same.
    if (size == 0 && upload.record.stage == Stage::Done)
        parts.append({1, 0, 1, PartState::Stored, 0, 0, {}});
    return parts;
}

const PartsBarPainter::Images &PartsBarPainter::imagesOf(const UploadSnapshot &upload,
                                                         const QList<PartSnapshot> *parts, quint64 revision,
                                                         int width, const QPalette &palette)
{
    const UploadRecord &record = upload.record;
    const size_t key = parts != nullptr && !parts->isEmpty()
                           ? qHashMulti(1, revision, width, palette.cacheKey())
                           : qHashMulti(2, record.bytesStored, upload.bytesInFlight, record.identity.size,
                                        static_cast<int>(record.stage), width, palette.cacheKey());
    if (m_images.size() > mostImages)
        m_images.clear();
    Images &images = m_images[record.id];
    if (images.key != key || images.colours.isNull()) {
        const QList<PartSnapshot> shown =
            parts != nullptr && !parts->isEmpty() ? *parts : assumedParts(upload);
        const qint64 size = std::max<qint64>(1, record.identity.size);
        images = {key, partsImage(shown, size, width, palette), partMarks(shown, size, width, palette)};
    }
    return images;
}

void PartsBarPainter::paint(QPainter *painter, const QRect &bar, const UploadSnapshot &upload,
                            const QList<PartSnapshot> *parts, quint64 revision, const QPalette &palette)
{
    if (bar.width() < 3 || bar.height() < 3)
        return;
    const qreal ratio = painter->device()->devicePixelRatioF();
    const Images &images =
        imagesOf(upload, parts, revision, static_cast<int>(std::ceil(bar.width() * ratio)), palette);
    const qreal radius = std::min(4.0, bar.height() / 3.0);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(bar), radius, radius);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipPath(outline, Qt::IntersectClip);
    if (QGuiApplication::layoutDirection() == Qt::RightToLeft) {
        painter->translate(2 * bar.left() + bar.width(), 0);
        painter->scale(-1, 1);
    }
    painter->drawImage(bar, images.colours);
    const qint64 size = upload.record.identity.size;
    const bool wide = parts != nullptr && !parts->isEmpty() &&
                      bar.width() / static_cast<double>(parts->size()) >= patternWidth;
    if (wide) {
        paintPatterns(painter, QRectF(bar), *parts, size, palette);
    } else if (parts != nullptr && !parts->isEmpty()) {
        const int third = std::max(1, bar.height() / 3);
        painter->drawImage(QRect(bar.left(), bar.bottom() + 1 - third, bar.width(), third), images.marks);
    }
    painter->restore();

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(palette.color(QPalette::Mid), 1));
    painter->drawRoundedRect(QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

} // namespace gantry
