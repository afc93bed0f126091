#include "ui/intake/drop_overlay.h"

#include "ui/intake/paste.h"
#include "ui/look/icons.h"
#include "ui/look/state_colours.h"
#include "ui/text/names.h"

#include <QDropEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWidget>
#include <QWindow>

#include <algorithm>

namespace gantry {
namespace {

// The palette's accent that is seen better: on a dark window that is seldom the highlight.
QColor accentOn(const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Window);
    const QColor highlight = palette.color(QPalette::Highlight);
    const QColor link = palette.color(QPalette::Link);
    return contrastOf(highlight, ground) < contrastOf(link, ground) ? link : highlight;
}

class Veil final : public QWidget
{
public:
    Veil(QWidget *window, const DropOverlay &overlay)
        : QWidget(window)
        , m_overlay(overlay)
    {
        setAcceptDrops(true);
        setMouseTracking(true); // to notice that no drag is going on any more
        setFocusPolicy(Qt::NoFocus);
        hide();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor cover = palette().color(QPalette::Window);
        cover.setAlphaF(0.9F);
        painter.fillRect(rect(), cover);

        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.5);
        large.setWeight(QFont::DemiBold);
        painter.setFont(large);
        const QFontMetrics metrics(large);
        const int unit = metrics.height() / 2;

        const QColor accent = accentOn(palette());
        QColor wash = accent;
        wash.setAlphaF(0.08F);
        const QRectF frame = QRectF(rect()).adjusted(unit, unit, -unit, -unit);
        painter.setPen(QPen(accent, std::max(2.0, unit / 5.0), Qt::DashLine));
        painter.setBrush(wash);
        painter.drawRoundedRect(frame, unit / 2.0, unit / 2.0);

        const int room = std::max(0, width() - 6 * unit);
        const int flags = Qt::AlignCenter | Qt::TextWordWrap;
        const QString text = elided(metrics, room);
        const QRect needed = metrics.boundingRect(QRect(0, 0, room, height()), flags, text);
        const int side = 4 * unit;
        const int top = (height() - side - unit - needed.height()) / 2;
        if (top > unit) {
            icon(Glyph::Up).paint(&painter, QRect((width() - side) / 2, top, side, side));
        }
        const int textTop = top > unit ? top + side + unit : (height() - needed.height()) / 2;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect((width() - room) / 2, textTop, room, needed.height()), flags, text);
    }

private:
    // A destination's name is as long as its owner likes; four lines are enough to know it by.
    QString elided(const QFontMetrics &metrics, int room) const
    {
        return metrics.elidedText(m_overlay.text(), Qt::ElideMiddle, 4 * room);
    }

    const DropOverlay &m_overlay;
};

} // namespace

DropOverlay::DropOverlay(QObject *parent)
    : QObject(parent)
{}

DropOverlay::~DropOverlay()
{
    delete m_veil;
}

void DropOverlay::installOn(QWidget *window)
{
    Q_ASSERT(m_window == nullptr);
    m_window = window;
    m_veil = new Veil(window, *this);
    window->setAcceptDrops(true);
    window->installEventFilter(this);
    m_veil->installEventFilter(this);
    watchNativeWindow();
}

void DropOverlay::watchNativeWindow()
{
    QWindow *native = m_window->windowHandle();
    if (native == nullptr || native == m_native)
        return;
    // Before any widget: one that takes drops itself, as a field for text does with the names of files, would
    // get them in place of the window.
    native->installEventFilter(this);
    m_native = native;
}

void DropOverlay::setDestination(const QString &name, bool isAsked)
{
    m_destination = name;
    m_isAsked = isAsked;
    if (isShown()) {
        m_veil->setAccessibleName(text());
        m_veil->update();
    }
}

bool DropOverlay::isShown() const
{
    return m_veil != nullptr && m_veil->isVisible();
}

QString DropOverlay::text() const
{
    if (m_destination.isEmpty())
        return tr("Add a destination first");
    return m_isAsked ? tr("Drop to choose a destination")
                     : tr("Drop to upload to %1").arg(embedded(m_destination));
}

bool DropOverlay::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
        return take(*static_cast<QDropEvent *>(event)) && watched != m_native;
    case QEvent::Drop: {
        auto &drop = *static_cast<QDropEvent *>(event);
        if (watched == m_native || !take(drop))
            return false;
        hideVeil();
        Q_EMIT dropped(pathsIn(*drop.mimeData()));
        return true;
    }
    case QEvent::DragLeave:
        hideVeil();
        return false;
    case QEvent::Resize:
        if (watched == m_window && isShown())
            m_veil->setGeometry(m_window->rect());
        return false;
    case QEvent::Show:
    case QEvent::WinIdChange:
        if (watched == m_window)
            watchNativeWindow();
        return false;
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::WindowDeactivate:
        // No such thing arrives during a drag: it went away without a word.
        if (watched == m_veil)
            hideVeil();
        return false;
    default:
        return false;
    }
}

bool DropOverlay::take(QDropEvent &event)
{
    const bool mayCopy = event.possibleActions().testFlag(Qt::CopyAction);
    if (!mayCopy || event.mimeData() == nullptr || !hasLocalFiles(*event.mimeData()))
        return false;
    event.setDropAction(Qt::CopyAction); // whatever is proposed: the files stay where they are
    event.accept();
    if (event.type() != QEvent::Drop)
        showVeil();
    return true;
}

void DropOverlay::showVeil()
{
    if (m_veil == nullptr || m_veil->isVisible())
        return;
    m_veil->setGeometry(m_window->rect());
    m_veil->setAccessibleName(text());
    m_veil->raise();
    m_veil->show();
}

void DropOverlay::hideVeil()
{
    if (m_veil != nullptr)
        m_veil->hide();
}

} // namespace gantry
