#include "ui/detail/parts_page.h"

#include "ui/detail/parts_grid.h"
#include "ui/detail/parts_legend.h"
#include "ui/text/format.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace gantry {

PartsPage::PartsPage(QWidget *parent)
    : QWidget(parent)
    , m_grid(new PartsGrid(this))
    , m_legend(new PartsLegend(this))
{
    const int space = fontMetrics().averageCharWidth();
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(space, space / 2, space, space / 2);
    foot->setSpacing(space / 2);
    foot->addWidget(m_legend, 1, Qt::AlignVCenter);
    const auto button = [&](const QString &text, const QString &name, void (PartsGrid::*then)()) {
        auto *made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(name);
        made->setAccessibleName(name);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, m_grid, then);
        foot->addWidget(made, 0, Qt::AlignTop);
    };
    button(QStringLiteral("−"), tr("Smaller cells (−)"), &PartsGrid::zoomOut);
    button(tr("Fit", "zoom: all parts in sight"), tr("All parts in sight (0)"), &PartsGrid::zoomToFit);
    button(QStringLiteral("+"), tr("Larger cells (+)"), &PartsGrid::zoomIn);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_grid, 1);
    column->addLayout(foot);
    setFocusProxy(m_grid);
    connect(m_grid, &PartsGrid::countsChanged, this, [this] { m_legend->setCounts(m_grid->counts()); });
    connect(m_grid, &PartsGrid::copied, this, [this](int number) {
        m_legend->say(tr("Copied what is known of part %1").arg(countText(number)));
    });
}

} // namespace gantry
