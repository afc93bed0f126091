#include "ui/detail/parts_page.h"

#include "ui/detail/parts_grid.h"
#include "ui/parts/part_tile.h"
#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto saidFor = 4s;
constexpr std::array shownStates = {PartState::Stored,  PartState::Sending, PartState::Checking,
                                    PartState::Reading, PartState::Waiting, PartState::Cooling,
                                    PartState::Failed};

// A cell as the grid paints it.
class Swatch final : public QWidget
{
public:
    Swatch(PartState state, QWidget *parent)
        : QWidget(parent)
        , m_state(state)
    {
        const int side = fontMetrics().ascent();
        setFixedSize(side, side);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        PartSnapshot part;
        part.state = m_state;
        part.size = 2;
        part.sent = 1;
        const qreal ratio = devicePixelRatioF();
        QImage tile =
            imageOf(tileOf(part, layoutDirection() == Qt::RightToLeft), (QSizeF(size()) * ratio).toSize(),
                    std::max(1, qRound(ratio)), PartInks(palette()));
        tile.setDevicePixelRatio(ratio);
        QPainter(this).drawImage(QPoint(0, 0), tile);
    }

private:
    PartState m_state;
};

} // namespace

PartsPage::PartsPage(QWidget *parent)
    : QWidget(parent)
    , m_grid(new PartsGrid(this))
    , m_said(new QLabel(this))
{
    auto *legend = new QHBoxLayout;
    const int space = fontMetrics().averageCharWidth();
    legend->setContentsMargins(space, space / 2, space, space / 2);
    legend->setSpacing(space / 2);
    for (const PartState state : shownStates) {
        legend->addWidget(new Swatch(state, this));
        auto *name = new QLabel(partStateText(state), this);
        name->setTextFormat(Qt::PlainText);
        legend->addWidget(name);
        legend->addSpacing(2 * space);
    }
    legend->addStretch();
    m_said->setTextFormat(Qt::PlainText);
    legend->addWidget(m_said);
    const auto button = [&](const QString &text, const QString &name, void (PartsGrid::*then)()) {
        auto *made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(name);
        made->setAccessibleName(name);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, m_grid, then);
        legend->addWidget(made);
    };
    button(QStringLiteral("−"), tr("Smaller cells"), &PartsGrid::zoomOut);
    button(QStringLiteral("+"), tr("Larger cells"), &PartsGrid::zoomIn);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_grid, 1);
    column->addLayout(legend);
    m_saidTime.setSingleShot(true);
    m_saidTime.setInterval(saidFor);
    connect(&m_saidTime, &QTimer::timeout, m_said, &QLabel::clear);
    connect(m_grid, &PartsGrid::copied, this,
            [this](int number) { say(tr("Part %1 copied to the clipboard").arg(countText(number))); });
}

void PartsPage::say(const QString &text)
{
    m_said->setText(text);
    m_saidTime.start();
}

} // namespace gantry
