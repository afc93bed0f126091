#include "ui/parts/parts_columns.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gantry {
namespace {

constexpr int narrowestCell = 4;    // lines; below, a part has no room for its pattern
constexpr int narrowestDivided = 6; // lines; below, gaps would outweigh what they divide

// How wide a part is shown at least, in lines. 0: as it is.
int leastWidth(PartLook look)
{
    switch (look) {
    case PartLook::Failed:
        return 3;
    case PartLook::ToSend:
    case PartLook::Sent:
    case PartLook::Cooling:
        return 2;
    case PartLook::Waiting:
    case PartLook::Checking:
    case PartLook::Reading:
    case PartLook::Stored:
        return 0;
    }
    Q_UNREACHABLE();
}

bool yields(PartLook shown, PartLook next)
{
    if (shown == PartLook::Failed || next == PartLook::Failed)
        return shown != PartLook::Failed;
    return shown == PartLook::Cooling || leastWidth(shown) == 0;
}

class Columns
{
public:
    Columns(qint64 size, int width, int unit)
        : m_size(std::max<qint64>(1, size))
        , m_width(width)
        , m_unit(unit)
        , m_shares(static_cast<std::size_t>(width))
        , m_shown(static_cast<std::size_t>(width))
    {}

    void add(const PartSnapshot &part, bool isLonely)
    {
        const double from = placeOf(part.offset);
        const double to = placeOf(part.offset + part.size);
        const bool underWay = part.state == PartState::Sending;
        // What the server has of its beginning is safe, whatever becomes of the rest.
        const qint64 kept = part.state == PartState::Stored ? 0 : std::clamp<qint64>(part.kept, 0, part.size);
        const double rest = placeOf(part.offset + kept);
        share(PartLook::Stored, from, rest);
        const double front = placeOf(part.offset + std::clamp<qint64>(kept + part.sent, 0, part.size));
        share(PartLook::Sent, rest, front);
        share(underWay ? PartLook::ToSend : lookOf(part.state), front, to);
        const bool again = part.attempts > 1 && (underWay || part.state == PartState::Reading);
        if (to - from >= narrowestCell * m_unit)
            markCell(from, to, again, isLonely);
        else
            markPoint(underWay ? PartLook::Sent : lookOf(part.state), (from + to) / 2, again);
    }

    std::vector<PartsColumn> finished(const PartInks &inks) const
    {
        std::vector<PartsColumn> columns(m_shown);
        for (std::size_t x = 0; x < columns.size(); ++x)
            finish(columns[x], m_shares[x], inks);
        return columns;
    }

private:
    using Shares = std::array<float, partLookCount>;

    double placeOf(qint64 offset) const
    {
        return std::clamp(static_cast<double>(offset) / static_cast<double>(m_size), 0.0, 1.0) * m_width;
    }

    void share(PartLook look, double from, double to)
    {
        for (int x = static_cast<int>(from); x < m_width && x < to; ++x)
            m_shares[static_cast<std::size_t>(x)][static_cast<std::size_t>(look)] +=
                static_cast<float>(std::min<double>(to, x + 1) - std::max<double>(from, x));
    }

    void markCell(double from, double to, bool again, bool isLonely)
    {
        const int first = static_cast<int>(std::lround(from));
        const int end = std::min(m_width, static_cast<int>(std::lround(to)));
        const bool divided = !isLonely && first > 0 && to - from >= narrowestDivided * m_unit;
        for (int x = first; x < end; ++x) {
            PartsColumn &column = m_shown[static_cast<std::size_t>(x)];
            column.cell = true;
            column.again = again;
            column.gap = divided && x < first + m_unit;
        }
    }

    void markPoint(PartLook look, double middle, bool again)
    {
        const int width = std::min(leastWidth(look) * m_unit, m_width);
        if (width == 0)
            return;
        const int first = std::clamp(static_cast<int>(std::lround(middle - width / 2.0)), 0, m_width - width);
        for (int x = first; x < first + width; ++x) {
            PartsColumn &column = m_shown[static_cast<std::size_t>(x)];
            column.again = column.again || again;
            if (yields(column.look, look))
                column.look = look;
        }
    }

    static void finish(PartsColumn &column, Shares shares, const PartInks &inks)
    {
        const auto of = [&shares](PartLook look) -> float & {
            return shares[static_cast<std::size_t>(look)];
        };
        const PartLook marked = column.look;
        if (marked == PartLook::Failed || of(PartLook::Failed) > 0) {
            column.look = PartLook::Failed;
            column.colour = inks.ground(PartLook::Failed);
            return;
        }
        const auto most = std::max_element(shares.begin(), shares.end());
        column.look = static_cast<PartLook>(most - shares.begin());
        // What lies between stored ones is never rounded away.
        constexpr float leastGap = 0.15F;
        if (of(PartLook::Waiting) > 0)
            of(PartLook::Waiting) = std::max(of(PartLook::Waiting), leastGap);
        float sum = 0;
        std::array<float, 3> rgb{};
        for (std::size_t look = 0; look < shares.size(); ++look) {
            const QRgb ground = inks.ground(static_cast<PartLook>(look));
            sum += shares[look];
            rgb[0] += shares[look] * static_cast<float>(qRed(ground));
            rgb[1] += shares[look] * static_cast<float>(qGreen(ground));
            rgb[2] += shares[look] * static_cast<float>(qBlue(ground));
        }
        column.colour = sum > 0 ? qRgb(qRound(rgb[0] / sum), qRound(rgb[1] / sum), qRound(rgb[2] / sum))
                                : inks.ground(PartLook::Waiting);
        if (leastWidth(marked) > 0) {
            constexpr double strong = 0.85;
            column.look = marked;
            column.colour = mixed(QColor(inks.ground(marked)), QColor(column.colour), strong).rgb();
        }
    }

    qint64 m_size;
    int m_width;
    int m_unit;
    std::vector<Shares> m_shares;
    std::vector<PartsColumn> m_shown;
};

PartState restOf(Stage stage)
{
    switch (stage) {
    case Stage::Inspecting:
        return PartState::Reading;
    case Stage::Surveying:
        return PartState::Checking;
    case Stage::Done:
        return PartState::Stored;
    case Stage::Queued:
    case Stage::Opening:
    case Stage::Sending:
    case Stage::Committing:
    case Stage::Looking:
    case Stage::Verifying:
    case Stage::Failed:
    case Stage::NeedsDecision:
    case Stage::Cancelled:
        return PartState::Waiting;
    }
    Q_UNREACHABLE();
}

} // namespace

std::vector<PartsColumn> columnsOf(const QList<PartSnapshot> &parts, qint64 size, int width, int unit,
                                   const PartInks &inks)
{
    if (width <= 0)
        return {};
    Columns columns(size, width, unit);
    for (PartSnapshot part : parts) {
        if (size == 0) // an empty file has one part, which is all of it
            part.size = 1;
        columns.add(part, parts.size() == 1);
    }
    return columns.finished(inks);
}

std::vector<PartsColumn> columnsOf(const UploadSnapshot &upload, int width, int unit, const PartInks &inks)
{
    if (width <= 0)
        return {};
    const UploadRecord &record = upload.record;
    const qint64 size = std::max<qint64>(1, record.identity.size);
    const qint64 stored =
        record.stage == Stage::Done ? size : std::clamp<qint64>(record.bytesStored, 0, size);
    const qint64 flying = std::clamp<qint64>(upload.bytesInFlight, 0, size - stored);
    Columns columns(size, width, unit);
    const auto add = [&columns](qint64 offset, qint64 length, PartState state) {
        if (length > 0)
            columns.add({1, offset, length, state, state == PartState::Sending ? length : 0, 0, {}}, true);
    };
    add(0, stored, PartState::Stored);
    add(stored, flying, PartState::Sending);
    if (record.stage == Stage::Failed) {
        const qint64 mark = std::min(size - stored, std::max<qint64>(1, size / 40));
        add(stored, mark, PartState::Failed);
        add(stored + mark, size - stored - mark, PartState::Waiting);
    } else {
        add(stored + flying, size - stored - flying, restOf(record.stage));
    }
    return columns.finished(inks);
}

} // namespace gantry
