#include "ui/parts/part_tile.h"

#include <algorithm>
#include <cstdlib>

namespace gantry {
namespace {

// The pattern of a look as one mark on a few pixels, which are all in its strong colour: a lighter one would
// be lost among thousands.
bool isMarked(PartLook look, int x, int y, const QSize &size)
{
    const int right = size.width() - 1;
    const int bottom = size.height() - 1;
    switch (look) {
    case PartLook::Waiting:
    case PartLook::Stored:
        return false;
    case PartLook::Checking:
        return y == size.height() / 2;
    case PartLook::Reading:
        return x * bottom / std::max(1, right) == y;
    case PartLook::ToSend:
    case PartLook::Sent:
        return (right - x) * bottom / std::max(1, right) == y;
    case PartLook::Cooling:
        return std::abs(2 * x - right) <= right / 2 && std::abs(2 * y - bottom) <= bottom / 2;
    case PartLook::Failed:
        return x * bottom / std::max(1, right) == y || (right - x) * bottom / std::max(1, right) == y;
    }
    Q_UNREACHABLE();
}

QRgb tinyTexel(PartLook look, int x, int y, const QSize &size, const PartInks &inks)
{
    const bool marked = isMarked(look, x, y, size);
    switch (look) {
    case PartLook::Waiting:
    case PartLook::Stored:
        return inks.ground(look);
    case PartLook::Failed:
        return marked ? inks.loudest() : inks.ground(look);
    case PartLook::ToSend:
    case PartLook::Sent:
        return marked ? inks.ground(PartLook::ToSend) : inks.ground(PartLook::Sent);
    case PartLook::Checking:
    case PartLook::Reading:
    case PartLook::Cooling:
        return marked ? inks.ground(look) : inks.ink(look);
    }
    Q_UNREACHABLE();
}

} // namespace

PartTile tileOf(const PartSnapshot &part, bool mirrored)
{
    PartTile tile;
    tile.state = part.state;
    const bool sending = part.state == PartState::Sending;
    const auto shareOf = [&part](qint64 bytes) {
        return static_cast<int>(
            std::clamp<double>(static_cast<double>(bytes) / static_cast<double>(part.size) * PartTile::whole,
                               0, PartTile::whole));
    };
    if (part.size > 0 && part.state != PartState::Stored) {
        tile.kept = shareOf(part.kept);
        tile.filled = shareOf(part.kept + part.sent);
    }
    tile.again = part.attempts > 1 && (sending || part.state == PartState::Reading);
    tile.mirrored = mirrored && (sending || tile.filled > 0);
    return tile;
}

QImage imageOf(const PartTile &tile, const QSize &size, int unit, const PartInks &inks)
{
    QImage image(size, QImage::Format_RGB32);
    const PartLook look = lookOf(tile.state);
    const bool tiny = std::min(size.width(), size.height()) < smallestPatterned * unit;
    const int front = size.width() * tile.filled / PartTile::whole;
    const int kept = size.width() * tile.kept / PartTile::whole;
    const int dotted = tile.again && !tiny ? std::max(4 * unit, size.height() / 4) : 0;
    for (int y = 0; y < size.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const int place = tile.mirrored ? size.width() - 1 - x : x;
            const PartLook rest = place < front ? PartLook::Sent : look;
            const PartLook here = place < kept ? PartLook::Stored : rest;
            const bool isEdge =
                here == PartLook::Waiting && !tiny &&
                (x < unit || y < unit || x >= size.width() - unit || y >= size.height() - unit);
            if (y < dotted)
                line[x] = inks.texel(PartLook::Cooling, x, y, unit);
            else if (isEdge)
                line[x] = inks.edge();
            else if (tiny)
                line[x] = tinyTexel(here, x, y, size, inks);
            else
                line[x] = inks.texel(here, x, y, unit);
        }
    }
    return image;
}

} // namespace gantry
