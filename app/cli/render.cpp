#include "app/cli/render.h"

#include "app/cli/size_text.h"
#include "app/cli/terminal_text.h"
#include "app/cli/words.h"

#include <algorithm>
#include <utility>

namespace gantry {
namespace {

enum class Paint { Plain, Stored, Sending, Busy, Again, Bad, Faint };

const char *sequenceOf(Paint paint)
{
    switch (paint) {
    case Paint::Plain:
        return "\x1b[0m";
    case Paint::Stored:
        return "\x1b[32m";
    case Paint::Sending:
        return "\x1b[36m";
    case Paint::Busy:
        return "\x1b[34m";
    case Paint::Again:
        return "\x1b[33m";
    case Paint::Bad:
        return "\x1b[31m";
    case Paint::Faint:
        return "\x1b[2m";
    }
    Q_UNREACHABLE();
}

// Text in colours that ends as it began.
class Painter
{
public:
    explicit Painter(bool colour)
        : m_colour(colour)
    {}

    void add(Paint paint, const QString &text)
    {
        if (m_colour && paint != m_paint) {
            if (m_paint != Paint::Plain)
                m_text += QLatin1String(sequenceOf(Paint::Plain));
            if (paint != Paint::Plain)
                m_text += QLatin1String(sequenceOf(paint));
            m_paint = paint;
        }
        m_text += text;
    }

    QString take()
    {
        add(Paint::Plain, {});
        return std::move(m_text);
    }

private:
    bool m_colour;
    Paint m_paint = Paint::Plain;
    QString m_text;
};

// What lies within one cell of a bar.
struct Cell
{
    double width = 0; // bytes
    double stored = 0;
    double sent = 0;
    bool sends = false;
    bool reads = false;
    bool again = false;
    bool failed = false;
};

double overlap(double begin, double end, double from, double to)
{
    return std::max(0.0, std::min(end, to) - std::max(begin, from));
}

void addPart(Cell &cell, double begin, double end, const PartSnapshot &part)
{
    const auto offset = static_cast<double>(part.offset);
    const double partEnd = offset + static_cast<double>(part.size);
    const double within = overlap(begin, end, offset, partEnd);
    if (within <= 0)
        return;
    const double kept = part.state == PartState::Stored ? 0 : static_cast<double>(part.kept);
    cell.stored += overlap(begin, end, offset, offset + kept);
    if (begin >= offset && end <= offset + kept)
        return; // it is there, whatever the rest of the part does
    switch (part.state) {
    case PartState::Stored:
        cell.stored += within;
        break;
    case PartState::Sending:
        cell.sends = true;
        cell.sent += overlap(begin, end, offset + kept, offset + kept + static_cast<double>(part.sent));
        break;
    case PartState::Checking:
    case PartState::Reading:
        cell.reads = true;
        break;
    case PartState::Cooling:
        cell.again = true;
        break;
    case PartState::Failed:
        cell.failed = true;
        break;
    case PartState::Waiting:
        break;
    }
}

std::pair<Paint, QString> shapeOf(const Cell &cell, bool unicode)
{
    const auto shape = [unicode](const char *nice, char plain) {
        return unicode ? QString::fromUtf8(nice) : QString(QLatin1Char(plain));
    };
    if (cell.failed)
        return {Paint::Bad, shape("✕", 'X')};
    if (cell.stored >= cell.width * 0.999)
        return {Paint::Stored, shape("█", '#')};
    if (cell.again)
        return {Paint::Again, shape("▒", '~')};
    const int eighths = std::clamp(static_cast<int>((cell.stored + cell.sent) / cell.width * 8), 0, 7);
    static const char *const fills[] = {"▏", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    if (cell.sends)
        return {Paint::Sending, shape(fills[eighths], '=')};
    if (cell.reads)
        return {Paint::Busy, shape("░", ':')};
    if (eighths > 0)
        return {Paint::Stored, shape(fills[eighths], '-')};
    return {Paint::Faint, shape("·", '.')};
}

// The uploads' bytes that are there or on their way.
qint64 reachedBytes(const UploadRecord &record, qint64 inFlight)
{
    return std::min(record.identity.size, record.bytesStored + inFlight);
}

QString percentOf(const UploadSnapshot &upload)
{
    // All bytes are not the end yet: 100 % belongs to what is proved.
    const QString percent =
        percentText(reachedBytes(upload.record, upload.bytesInFlight), upload.record.identity.size);
    return percent == QLatin1String("100 %") && upload.record.stage != Stage::Done ? QStringLiteral("99 %")
                                                                                   : percent;
}

QString ratherPlain(const QString &text, bool unicode)
{
    if (unicode)
        return text;
    QString plain = text;
    for (QChar &c : plain)
        if (c.unicode() >= 0x7f)
            c = QLatin1Char('?');
    return plain;
}

QString markOf(const DisplayStyle &style)
{
    return style.unicode ? QStringLiteral("…") : QStringLiteral("~");
}

QString renderRow(const DisplayRow &row, const DisplayStyle &style, qint64 wallMs)
{
    const UploadSnapshot &upload = row.upload;
    const int width = style.width - 1; // some terminals break the line when its last column is written
    const QString mark = markOf(style);
    QString hold = holdWords(upload, wallMs);
    if (hold.isEmpty() && upload.record.stage != Stage::Sending)
        hold = stateWords(upload.record.stage);
    hold = ratherPlain(harmless(hold), style.unicode);

    QString right = padLeft(percentOf(upload), 5);
    int rightWidth = 31;
    if (hold.isEmpty()) {
        right += padLeft(speedText(style.locale, upload.bytesPerSecond), 13);
        right += padLeft(upload.etaSeconds ? durationText(*upload.etaSeconds) : QString(), 13);
    } else {
        right += QStringLiteral("  ") + hold;
        rightWidth = std::clamp(displayWidth(right), 31, std::max(31, width * 6 / 10));
    }
    const int nameWidth = std::clamp(style.width * 3 / 10, 8, 40);
    const QString name =
        padRight(elideMiddle(ratherPlain(harmless(shortName(upload.record)), style.unicode), nameWidth, mark),
                 nameWidth);
    const int cells = width - nameWidth - 1 - rightWidth - 1;
    if (cells < 6)
        return elideRight(name + QLatin1Char(' ') + right, width, mark);
    return name + QLatin1Char(' ') + renderBar(row, cells, style) + QLatin1Char(' ') +
           elideRight(right, rightWidth, mark);
}

} // namespace

QString renderBar(const DisplayRow &row, int cells, const DisplayStyle &style)
{
    const UploadRecord &record = row.upload.record;
    const auto size = static_cast<double>(std::max(record.identity.size, qint64(1)));
    QList<PartSnapshot> parts = row.parts;
    if (parts.isEmpty()) {
        const qint64 stored = std::min(record.bytesStored, record.identity.size);
        parts.append({1, 0, stored, PartState::Stored, 0, 0, {}});
    }
    Painter painter(style.colour);
    qsizetype first = 0; // parts that end before this cell are behind us
    for (int index = 0; index < cells; ++index) {
        const double begin = size * index / cells;
        const double end = size * (index + 1) / cells;
        Cell cell;
        cell.width = end - begin;
        while (first < parts.size() && static_cast<double>(parts[first].offset + parts[first].size) <= begin)
            ++first;
        for (qsizetype i = first; i < parts.size() && static_cast<double>(parts[i].offset) < end; ++i)
            addPart(cell, begin, end, parts[i]);
        const auto [paint, shape] = shapeOf(cell, style.unicode);
        painter.add(paint, shape);
    }
    return painter.take();
}

QString renderEnd(const UploadSnapshot &upload, const DisplayStyle &style)
{
    const UploadRecord &record = upload.record;
    const QString place = ratherPlain(harmless(placeWords(record)), style.unicode);
    const QString message =
        record.error ? ratherPlain(harmless(record.error->message), style.unicode) : QString();
    Painter painter(style.colour);
    const auto begin = [&](Paint paint, const char *sign, const QString &word) {
        painter.add(paint, style.unicode ? QString::fromUtf8(sign) + QLatin1Char(' ') + word : word);
    };
    const Fate fate = fateOf(upload);
    if (fate == Fate::Done) {
        begin(Paint::Stored, "✓", QStringLiteral("done"));
        painter.add(Paint::Plain, QStringLiteral("  %1  %2  %3")
                                      .arg(place, sizeText(style.locale, record.identity.size),
                                           proofWords(record.verified)));
    } else if (fate == Fate::Failed) {
        begin(Paint::Bad, "✕", QStringLiteral("failed"));
        painter.add(Paint::Plain, QStringLiteral("  %1  %2").arg(place, message));
    } else if (fate == Fate::NeedsDecision) {
        begin(Paint::Again, "?", QStringLiteral("needs a decision"));
        painter.add(Paint::Plain, QStringLiteral("  %1  %2  gantryctl decide %3 --start-over|--skip")
                                      .arg(place, message)
                                      .arg(record.id.value));
    } else if (fate == Fate::Cancelled) {
        begin(Paint::Faint, "–", QStringLiteral("cancelled"));
        painter.add(Paint::Plain, QStringLiteral("  ") + place);
    } else {
        return {};
    }
    return painter.take();
}

QString renderTotals(const WatchTotals &totals, const DisplayStyle &style)
{
    const QLocale &locale = style.locale;
    QStringList facts;
    facts.append(
        QStringLiteral("%1 of %2")
            .arg(locale.toString(totals.count(Fate::Done)),
                 countText(locale, totals.filesTotal, QStringLiteral("file"), QStringLiteral("files"))));
    facts.append(
        QStringLiteral("%1 of %2")
            .arg(sizeText(locale, std::min(totals.bytesTotal, totals.bytesStored + totals.bytesInFlight)),
                 sizeText(locale, totals.bytesTotal)));
    if (totals.left() > 0 && totals.bytesPerSecond > 0) {
        facts.append(speedText(locale, totals.bytesPerSecond));
        if (const auto eta = totals.etaSeconds())
            facts.append(QStringLiteral("%1 left").arg(durationText(*eta)));
    }
    const std::pair<int, QString> others[] = {
        {totals.failed(), QStringLiteral("failed")},
        {totals.count(Fate::NeedsDecision), QStringLiteral("to be decided")},
        {totals.count(Fate::Paused), QStringLiteral("paused")},
        {totals.count(Fate::Cancelled), QStringLiteral("cancelled")},
    };
    for (const auto &[count, word] : others)
        if (count > 0)
            facts.append(locale.toString(count) + QLatin1Char(' ') + word);
    return facts.join(style.unicode ? QStringLiteral(" · ") : QStringLiteral(", "));
}

QStringList renderDisplay(const QList<DisplayRow> &rows, const WatchTotals &totals, const DisplayStyle &style,
                          qint64 wallMs)
{
    const int width = std::max(style.width - 1, 1);
    const auto room = static_cast<qsizetype>(std::max(style.height - 2, 1));
    const qsizetype shown = rows.size() <= room ? rows.size() : room - 1;
    QStringList lines;
    for (qsizetype i = 0; i < shown; ++i)
        lines.append(renderRow(rows[i], style, wallMs));
    if (shown < rows.size())
        lines.append(
            elideRight(QStringLiteral("and %1 more").arg(rows.size() - shown), width, markOf(style)));
    lines.append(elideRight(renderTotals(totals, style), width, markOf(style)));
    return lines;
}

} // namespace gantry
