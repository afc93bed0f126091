#include "ui/destinations/secret_edit.h"

#include <QAction>
#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace gantry {
namespace {

// An eye; crossed out while a click hides.
QIcon eye(const QWidget &widget, bool isOpen)
{
    constexpr qreal side = 32;
    QPixmap pixmap(QSizeF(side, side).toSize());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(widget.palette().color(QPalette::Text), 2.5, Qt::SolidLine, Qt::RoundCap));
    QPainterPath lids(QPointF(3, 16));
    lids.quadTo(QPointF(16, 1), QPointF(29, 16));
    lids.quadTo(QPointF(16, 31), QPointF(3, 16));
    painter.drawPath(lids);
    painter.drawEllipse(QPointF(16, 16), 4, 4);
    if (isOpen)
        painter.drawLine(QPointF(5, 28), QPointF(27, 4));
    return QIcon(pixmap);
}

} // namespace

SecretEdit::SecretEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_reveal(addAction(eye(*this, false), QLineEdit::TrailingPosition))
{
    setEchoMode(QLineEdit::Password);
    m_reveal->setCheckable(true);
    connect(m_reveal, &QAction::toggled, this, &SecretEdit::showIfAsked);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &typed) {
        m_reveal->setVisible(!typed.isEmpty());
        if (typed.isEmpty())
            m_reveal->setChecked(false);
    });
    m_reveal->setVisible(false);
    showIfAsked();
}

void SecretEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_reveal->setIcon(eye(*this, m_reveal->isChecked()));
}

void SecretEdit::showIfAsked()
{
    const bool isShown = m_reveal->isChecked();
    setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    // Hidden or not, it goes into no dictionary.
    setInputMethodHints(inputMethodHints() | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
    m_reveal->setIcon(eye(*this, isShown));
    m_reveal->setText(isShown ? tr("Hide what you type") : tr("Show what you type"));
    m_reveal->setToolTip(m_reveal->text());
}

} // namespace gantry
