#include "ui/parts/part_texture.h"

#include "ui/look/state_colours.h"

namespace gantry {
namespace {

constexpr double softContrast = 3.0; // WCAG 2.1 AA for what is no text

// As light as it may be on this ground: bytes under way are seen, and weigh less than stored ones.
QColor softened(const QColor &colour, const QColor &base)
{
    constexpr double least = 0.6;
    constexpr double step = 0.02;
    double share = 1.0;
    while (share - step >= least && contrastOf(mixed(colour, base, share - step), base) >= softContrast)
        share -= step;
    return mixed(colour, base, share);
}

} // namespace

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto channel = [share](int one, int other) { return qRound(one * share + other * (1 - share)); };
    return {channel(over.red(), under.red()), channel(over.green(), under.green()),
            channel(over.blue(), under.blue())};
}

PartLook lookOf(PartState state)
{
    switch (state) {
    case PartState::Waiting:
        return PartLook::Waiting;
    case PartState::Checking:
        return PartLook::Checking;
    case PartState::Reading:
        return PartLook::Reading;
    case PartState::Sending:
        return PartLook::ToSend;
    case PartState::Cooling:
        return PartLook::Cooling;
    case PartState::Stored:
        return PartLook::Stored;
    case PartState::Failed:
        return PartLook::Failed;
    }
    Q_UNREACHABLE();
}

bool isInked(PartLook look, int x, int y, int unit)
{
    switch (look) {
    case PartLook::Waiting:
    case PartLook::Stored:
        return false;
    case PartLook::Checking: // level lines
        return y % (3 * unit) < unit;
    case PartLook::Reading: // falling lines
    {
        const int period = 5 * unit;
        return ((x - y) % period + period) % period < unit;
    }
    case PartLook::ToSend: // rising lines
    case PartLook::Sent:
        return (x + y) % (4 * unit) < unit;
    case PartLook::Cooling: // dots, each row shifted by half
    {
        const int row = y / (2 * unit);
        return row % 2 == 1 && (x / (2 * unit) + row / 2) % 2 == 0;
    }
    case PartLook::Failed: // crosses
    {
        const int period = 6 * unit;
        return (x + y) % period < unit || ((x - y) % period + period) % period < unit;
    }
    }
    Q_UNREACHABLE();
}

PartInks::PartInks(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const QColor waiting = partColour(PartState::Waiting, palette);
    const QColor stored = partColour(PartState::Stored, palette);
    const QColor sending = partColour(PartState::Sending, palette);
    const QColor cooling = partColour(PartState::Cooling, palette);
    const QColor failed = partColour(PartState::Failed, palette);
    const QColor reading = partColour(PartState::Reading, palette);
    const QColor checking = partColour(PartState::Checking, palette);
    set(PartLook::Waiting, waiting, waiting);
    set(PartLook::Stored, stored, stored);
    set(PartLook::Sent, softened(sending, base), mixed(sending, base, 0.45));
    set(PartLook::ToSend, mixed(sending, base, 0.12), mixed(sending, base, 0.55));
    set(PartLook::Cooling, mixed(cooling, base, 0.18), cooling);
    set(PartLook::Reading, mixed(reading, base, 0.14), mixed(reading, base, 0.85));
    set(PartLook::Checking, mixed(checking, base, 0.14), mixed(checking, base, 0.85));
    set(PartLook::Failed, failed, base);
    m_loudest = text.rgb();
    m_gap = base.rgb();
    m_outline = mixed(text, base, 0.5).rgb();
    m_edge = mixed(text, base, 0.3).rgb();
}

void PartInks::set(PartLook look, const QColor &ground, const QColor &ink)
{
    m_grounds[static_cast<std::size_t>(look)] = ground.rgb();
    m_inks[static_cast<std::size_t>(look)] = ink.rgb();
}

} // namespace gantry
