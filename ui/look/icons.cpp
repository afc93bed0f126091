#include "ui/look/icons.h"

#include "ui/look/state_colours.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

// A static library's resources are only there if asked for. Outside of any namespace, as the macro wants it.
static void initPictures()
{
    Q_INIT_RESOURCE(gantry_pictures);
}

namespace gantry {
namespace {

struct Drawing
{
    const char *name; // of its file
    bool directional; // mirrored in right-to-left
};

Drawing drawingOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::AddFiles:
        return {"add_files", true};
    case Glyph::AddFolder:
        return {"add_folder", true};
    case Glyph::Pause:
        return {"pause", false};
    case Glyph::Resume:
        return {"resume", false};
    case Glyph::Retry:
        return {"retry", false};
    case Glyph::Cancel:
    case Glyph::Cancelled:
        return {"cancel", false};
    case Glyph::Remove:
        return {"remove", true};
    case Glyph::Destination:
        return {"destination", false};
    case Glyph::Search:
        return {"search", false};
    case Glyph::Settings:
        return {"settings", true};
    case Glyph::Undo:
        return {"undo", true};
    case Glyph::Close:
        return {"close", false};
    case Glyph::All:
        return {"all", true};
    case Glyph::Active:
        return {"active", false};
    case Glyph::Waiting:
        return {"waiting", false};
    case Glyph::Paused:
        return {"paused", false};
    case Glyph::NeedsYou:
        return {"needs_you", false};
    case Glyph::Failed:
        return {"failed", false};
    case Glyph::Done:
        return {"done", false};
    case Glyph::Offline:
        return {"offline", false};
    case Glyph::Online:
        return {"online", false};
    case Glyph::Busy:
        return {"busy", false};
    case Glyph::Warning:
        return {"warning", false};
    case Glyph::Info:
        return {"info", false};
    case Glyph::Check:
        return {"check", false};
    case Glyph::Skip:
        return {"skip", true};
    case Glyph::Copy:
        return {"copy", false};
    case Glyph::Up:
        return {"up", false};
    case Glyph::Down:
        return {"down", false};
    case Glyph::Details:
        return {"details", false};
    case Glyph::Service:
        return {"service", true};
    case Glyph::StartOver:
        return {"start_over", true};
    case Glyph::Edit:
        return {"edit", false};
    case Glyph::Test:
        return {"test", false};
    }
    Q_UNREACHABLE();
}

QByteArray picture(const QString &path)
{
    initPictures();
    QFile file(QStringLiteral(":/gantry/") + path);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? file.readAll() : QByteArray();
}

// `pixels` are the device's. Empty for an empty size.
QPixmap render(const QByteArray &svg, QSize pixels, bool mirrored)
{
    QPixmap pixmap(pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (mirrored) {
        painter.translate(pixels.width(), 0);
        painter.scale(-1, 1);
    }
    renderer.render(&painter, QRectF(QPointF(), pixels));
    return pixmap;
}

QPixmap drawn(Glyph glyph, QSize pixels, const QColor &colour)
{
    if (pixels.isEmpty())
        return {};
    const Drawing drawing = drawingOf(glyph);
    const bool mirrored = drawing.directional && QGuiApplication::isRightToLeft();
    const QString key = QStringLiteral("gantry/%1/%2x%3/%4/%5")
                            .arg(QLatin1String(drawing.name))
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(colour.rgba(), 0, 16)
                            .arg(int(mirrored));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        QByteArray svg = picture(QStringLiteral("icons/%1.svg").arg(QLatin1String(drawing.name)));
        svg.replace("currentColor", colour.name().toLatin1());
        pixmap = render(svg, pixels, mirrored);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

QColor colourOf(QIcon::Mode mode)
{
    switch (mode) {
    case QIcon::Disabled:
        return QGuiApplication::palette().color(QPalette::Disabled, QPalette::WindowText);
    case QIcon::Selected:
        // Only rows of views are painted selected, and they have a highlight of their own.
        return QApplication::palette("QAbstractItemView").color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return QGuiApplication::palette().color(QPalette::Active, QPalette::WindowText);
}

// Holds no picture: what it paints is looked up in the palette of the moment.
class GlyphEngine : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph glyph, std::optional<UploadMood> mood = {})
        : m_glyph(glyph)
        , m_mood(mood)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintGlyph(painter, rect, m_glyph, colour(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return drawn(m_glyph, size, colour(mode));
    }

    // Any size can be had; without this QIcon would believe that there is none.
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override
    {
        return {QSize(16, 16), QSize(24, 24), QSize(32, 32), QSize(48, 48)};
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }

    bool isNull() override { return false; }
    QString key() const override { return QStringLiteral("gantry"); }
    QIconEngine *clone() const override { return new GlyphEngine(*this); }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const bool coloured = m_mood && mode != QIcon::Disabled;
        // Which is for selected rows, too.
        return coloured ? moodColour(*m_mood, QApplication::palette("QAbstractItemView")) : colourOf(mode);
    }

    Glyph m_glyph;
    std::optional<UploadMood> m_mood;
};

} // namespace

QIcon icon(Glyph glyph)
{
    return QIcon(new GlyphEngine(glyph));
}

Glyph glyphOf(UploadMood mood)
{
    switch (mood) {
    case UploadMood::Moving:
        return Glyph::Active;
    case UploadMood::Waiting:
        return Glyph::Waiting;
    case UploadMood::Paused:
        return Glyph::Paused;
    case UploadMood::NeedsYou:
        return Glyph::NeedsYou;
    case UploadMood::Failed:
        return Glyph::Failed;
    case UploadMood::Done:
        return Glyph::Done;
    case UploadMood::Cancelled:
        return Glyph::Cancelled;
    }
    Q_UNREACHABLE();
}

QIcon moodIcon(UploadMood mood)
{
    return QIcon(new GlyphEngine(glyphOf(mood), mood));
}

void paintGlyph(QPainter *painter, const QRect &rect, Glyph glyph, const QColor &colour)
{
    const int side = std::min(rect.width(), rect.height());
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap pixmap = drawn(glyph, (QSizeF(square.size()) * ratio).toSize(), colour);
    if (pixmap.isNull())
        return;
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(square.topLeft(), pixmap);
}

QIcon applicationIcon()
{
    QIcon all;
    for (const int pixels : {16, 20, 22, 24, 32, 48, 64, 128, 256})
        all.addPixmap(applicationImage(pixels));
    return all;
}

QPixmap applicationImage(int pixels)
{
    // Lines of the large drawing would be lost below that.
    const QString name = pixels < 32 ? QStringLiteral("gantry-small") : QStringLiteral("gantry");
    return render(picture(QStringLiteral("app/%1.svg").arg(name)), QSize(pixels, pixels), false);
}

} // namespace gantry
