// How a part's state looks, down to the pixel: its colours, and a pattern that tells it without them. Shared
// by the bar, the grid and the legend. Pure.
#pragma once

#include "engine/core/part_types.h"

#include <QPalette>
#include <QRgb>

#include <array>

namespace gantry {

// The states, with a part under way divided into what has left and what has not.
enum class PartLook : quint8 { Waiting, Checking, Reading, ToSend, Sent, Cooling, Stored, Failed };
constexpr int partLookCount = 8;

// Sending is ToSend; how much of it looks like Sent is up to the caller.
PartLook lookOf(PartState state);

// Whether a pixel of a texture is ink rather than ground. A solid look has none. `unit`: device pixels of a
// line.
bool isInked(PartLook look, int x, int y, int unit);

// The colours of all looks on one palette's Base.
class PartInks
{
public:
    explicit PartInks(const QPalette &palette);

    QRgb ground(PartLook look) const { return m_grounds[static_cast<std::size_t>(look)]; }
    QRgb ink(PartLook look) const { return m_inks[static_cast<std::size_t>(look)]; }
    QRgb texel(PartLook look, int x, int y, int unit) const
    {
        return isInked(look, x, y, unit) ? ink(look) : ground(look);
    }
    QRgb loudest() const { return m_loudest; } // nothing stands out more
    QRgb gap() const { return m_gap; }         // between cells
    QRgb outline() const { return m_outline; } // around a bar
    QRgb edge() const { return m_edge; }       // around a waiting cell

private:
    void set(PartLook look, const QColor &ground, const QColor &ink);

    std::array<QRgb, partLookCount> m_grounds{};
    std::array<QRgb, partLookCount> m_inks{};
    QRgb m_loudest = 0;
    QRgb m_gap = 0;
    QRgb m_outline = 0;
    QRgb m_edge = 0;
};

// `share` of `over` (0 … 1) on `under`.
QColor mixed(const QColor &over, const QColor &under, double share);

} // namespace gantry
